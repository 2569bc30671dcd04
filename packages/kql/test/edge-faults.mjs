import { speaksOfTheDatabase } from './database-words.mjs'

const shown = answer =>
  JSON.stringify(answer.ok && answer.rows.rows, (_, cell) => (typeof cell === 'bigint' ? String(cell) : cell))

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
 * Where a call over constants does not answer as the same in a row does, or answers with a fault of our own: `what` and `detail`.
 * @param {{ readonly constant: string, readonly row: string }} call
 * @param {import('../src/engine.ts').Workspace} workspace
 * @returns {Promise<readonly { readonly what: string, readonly detail: string }[]>}
 */
export async function edgeFaults({ constant, row }, workspace) {
  const run = kql => workspace.run({ kql, now: 639_000_000_000_000_000n, timeout: 5000 })
  const [first, second] = [await run(constant), await run(row)]
  const differ = first.ok && second.ok && shown(first) !== shown(second)
  const detail = `${constant}\n  is ${shown(first)} and ${shown(second)} in a row`
  return [
    ...faultsIn(first, constant),
    ...faultsIn(second, row),
    ...(differ ? [{ what: 'differs in a row', detail }] : []),
  ]
}
