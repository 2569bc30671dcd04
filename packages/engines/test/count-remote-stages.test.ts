import type { Rows } from '@tripline/kql/engine'
import { expect, test } from 'vitest'
import { countRemoteStages } from '../src/count-remote-stages.ts'
import type { RemoteAnswer } from '../src/index.ts'

const columns = [
  { name: 'stage', type: 'long' },
  { name: 'rows', type: 'long' },
] as const
const counts = (...rows: Rows['rows']): RemoteAnswer => ({ ok: true, rows: { columns, rows } })

test('the rows of all stages come from one query', async () => {
  const asked: string[] = []
  const counted = await countRemoteStages('let a = 1;\nT | where b == a | summarize count()', async kql => {
    asked.push(kql)
    return counts([2n, 1n], [0n, 7n], [1n, 0n])
  })
  expect(asked).toEqual([
    'let a = 1;\nunion (T\n| count | project stage = 0, rows = Count),\n(T | where b == a\n| count | project stage = 1, rows = Count),\n(T | where b == a | summarize count()\n| count | project stage = 2, rows = Count)',
  ])
  expect(counted).toMatchObject({
    rows: 1,
    stages: [
      { operator: 'table', table: 'T', rowsIn: 7, rowsOut: 7, isReached: true },
      { operator: 'where', rowsIn: 7, rowsOut: 0, isReached: true },
      { operator: 'summarize', rowsIn: 0, rowsOut: 1, isReached: false },
    ],
    causes: [],
  })
})

test.each<[string, string, Awaited<ReturnType<Parameters<typeof countRemoteStages>[1]>>, object]>([
  ['a query with several results', 'T | fork (count) (take 1)', counts(), { fault: 'refused' }],
  ['data that cannot be given', 'T', { problem: 'too many' }, { fault: 'refused', message: 'too many' }],
  ['an engine that does not answer', 'T', { ok: false, fault: 'throttled', message: 'x' }, { fault: 'throttled' }],
  ['an answer that lacks a stage', 'T | count', counts([0n, 1n]), { fault: 'unreachable' }],
])('%s is not counted', async (_, kql, answer, expected) =>
  expect(await countRemoteStages(kql, async () => answer)).toMatchObject({ ok: false, ...expected }),
)
