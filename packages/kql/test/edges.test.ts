import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { openWorkspace, type RunAnswer } from '../src/engine.ts'
import { speaksOfTheDatabase } from './database-words.mjs'
import { edgeCalls } from './edge-calls.ts'

/** More with `TRIPLINE_EDGES_COUNT=20000 pnpm test:only packages/kql/test/edges.test.ts`; another seed gives other calls. */
const count = Number(process.env.TRIPLINE_EDGES_COUNT ?? 200)
const seed = Number(process.env.TRIPLINE_EDGES_SEED ?? 1)

const shown = (answer: RunAnswer): string =>
  JSON.stringify(answer.ok && answer.rows.rows, (_, cell) => (typeof cell === 'bigint' ? String(cell) : cell))

/** What is wrong with an answer by itself. */
const faultOf = (answer: RunAnswer, kql: string): string | undefined =>
  answer.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ kind, code, message }) => {
      const own = kind === 'internal' || code === 'engine-failure' || code === 'out-of-range'
      return own || speaksOfTheDatabase(message, kql) ? `${kind} ${code}: ${message.slice(0, 200)}` : undefined
    })
    .find(fault => fault !== undefined)

test(`${count} functions over edge values answer alike as constants and in rows (seed ${seed})`, {
  timeout: 3_600_000,
}, async () => {
  const calls = edgeCalls(seed)
  const faults: string[] = []
  await using workspace = await openWorkspace(loadCatalogue(), { tables: [] })
  const run = (kql: string) => workspace.run({ kql, now: 639_000_000_000_000_000n, timeout: 5000 })
  for (let index = 0; index < count; index++) {
    const { constant, row } = calls.next().value
    const [first, second] = [await run(constant), await run(row)]
    for (const [answer, kql] of [
      [first, constant],
      [second, row],
    ] as const) {
      const fault = faultOf(answer, kql)
      if (fault !== undefined) faults.push(`${kql}\n  ${fault}`)
    }
    if (first.ok && second.ok && shown(first) !== shown(second))
      faults.push(`${constant}\n  is ${shown(first)} and ${shown(second)} in a row`)
  }
  expect(faults).toEqual([])
})
