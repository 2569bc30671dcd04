import { speaksOfTheDatabase } from './database-words.mjs'

const shown = answer => JSON.stringify(answer.rows.rows, (_, cell) => (typeof cell === 'bigint' ? String(cell) : cell))

/** What is wrong with an answer by itself. */
const faultsIn = (answer, kql) =>
  answer.diagnostics
    .filter(({ severity }) => severity === 'error')
    .filter(({ kind, code, message }) => {
      const isOwn = kind === 'internal' || code === 'engine-failure' || code === 'out-of-range'
      return isOwn || speaksOfTheDatabase(message, kql) !== undefined
    })
    .map(({ kind, code, message }) => ({ what: `${kind} ${code}`, detail: `${kql}\n  ${message}` }))

/**
 * Where the forms of a call do not answer alike, or answer with a fault of our own: `what` and `detail`.
 * @param {readonly string[]} forms
 * @param {import('../src/engine.ts').Engine} engine
 * @returns {Promise<readonly { readonly what: string, readonly detail: string }[]>}
 */
export async function edgeFaults(forms, engine) {
  const found = []
  const answers = []
  for (const kql of forms) {
    const answer = await engine.run({ kql, now: 639_000_000_000_000_000n, timeout: 5000 })
    found.push(...faultsIn(answer, kql))
    if (answer.ok) answers.push({ kql, shown: shown(answer) })
  }
  const [first] = answers
  for (const { kql, shown } of answers)
    if (shown !== first.shown)
      found.push({
        what: `answers of ${/(?<=x = )\w+/.exec(kql)} differ`,
        detail: `${first.kql}\n  ${first.shown}\n${kql}\n  ${shown}`,
      })
  return found
}
