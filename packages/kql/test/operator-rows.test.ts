import { loadCatalogue, parseDatetimeIso } from '@tripline/schemas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, openEngine } from '../src/engine.ts'

const at = (text: string): bigint => parseDatetimeIso(text)!

const table = (name: string, ...columns: readonly string[]) => ({
  name,
  columns: [
    { name: 'TimeGenerated', type: 'datetime' as const },
    ...columns.map(column => ({ name: column, type: 'string' as const })),
  ],
})
const noon = at('2026-03-01T12:00:00Z')
const tables = [
  {
    table: table('SignIns_CL', 'User', 'Result'),
    rows: [
      [noon, 'ann', 'ok'],
      [noon, 'ann', 'failed'],
      [noon, 'bob', 'failed'],
      [at('2026-02-01T00:00:00Z'), 'eve', 'failed'],
    ],
  },
  { table: table('Staff_CL', 'User'), rows: [[noon, 'ann']] },
]

let engine: Engine
beforeAll(async () => {
  engine = await openEngine(loadCatalogue(), { tables })
})
afterAll(() => engine.close())

const window = {
  by: 'TimeGenerated',
  from: at('2026-03-01T00:00:00Z'),
  to: at('2026-03-02T00:00:00Z'),
  visibleAt: at('2026-03-02T00:00:00Z'),
} as const

/** Each operator as `operator: rows in > rows out`, in the order of the answer. */
async function operators(kql: string): Promise<readonly string[]> {
  const answer = await engine.countOperators({ kql, window, now: window.to })
  if (!answer.ok) return answer.diagnostics.map(({ message }) => message)
  return answer.operators.map(({ operator, rowsIn, rowsOut }) => `${operator}: ${rowsIn.join(' ')} > ${rowsOut}`)
}

// The numbers are counted by hand from the rows above; the row of February lies before the window.
test.each([
  [
    'a pipeline',
    'SignIns_CL | where Result == "failed" | summarize count() by User | where User == "zoe" | take 1',
    ['SignIns_CL:  > 3', 'where: 3 > 2', 'summarize: 2 > 2', 'where: 2 > 0', 'take: 0 > 0'],
  ],
  [
    'both sides of a join',
    'SignIns_CL | join kind=leftanti (Staff_CL | where User != "") on User',
    ['SignIns_CL:  > 3', 'Staff_CL:  > 1', 'where: 1 > 1', 'join: 3 1 > 1'],
  ],
  [
    'legs of a union',
    'union (SignIns_CL | where User == "bob"), Staff_CL',
    ['SignIns_CL:  > 3', 'where: 3 > 1', 'Staff_CL:  > 1', 'union: 1 1 > 2'],
  ],
  [
    'a list that a query computes',
    'SignIns_CL | where User in ((Staff_CL | project User))',
    ['SignIns_CL:  > 3', 'Staff_CL:  > 1', 'project: 1 > 1', 'where: 3 > 2'],
  ],
  [
    'a table that is computed once and read twice',
    'let t = SignIns_CL | summarize n = count() by User; t | join t on User',
    ['SignIns_CL:  > 3', 'summarize: 3 > 2', 'join: 2 2 > 2'],
  ],
  [
    'the body of mv-apply, which is not counted',
    'Staff_CL | mv-apply x = dynamic([1, 2]) to typeof(long) on (where x > 1)',
    ['Staff_CL:  > 1', 'mv-apply: 1 > 1'],
  ],
  [
    'a query whose columns the data decides',
    'SignIns_CL | project bag_pack("a", User) | evaluate bag_unpack(Column1) | where a == "bob"',
    ['SignIns_CL:  > 3', 'project: 3 > 3', 'evaluate: 3 > 3', 'where: 3 > 1'],
  ],
  ['a table without rows', 'AuditLogs | where Result == "x"', ['AuditLogs:  > 0', 'where: 0 > 0']],
])('the rows of each operator are counted: %s', async (_, kql, expected) => {
  expect(await operators(kql)).toEqual(expected)
})

test('an operator is at its span, and a source has the name of its table', async () => {
  const kql = 'SignIns_CL\n| where User == "bob"'
  const answer = await engine.countOperators({ kql, window })
  expect(answer).toMatchObject({
    ok: true,
    operators: [
      { start: 0, end: 10, table: 'SignIns_CL' },
      { start: 13, end: 32 },
    ],
  })
})

test('a query that cannot run says why', async () => {
  expect(await engine.countOperators({ kql: 'SignIns_CL | where Nobody == 1', window })).toMatchObject({
    ok: false,
    diagnostics: [{ severity: 'error' }],
  })
})

test('an answer names the tables whose rows the query reads', async () => {
  const tablesOf = async (kql: string) => {
    const answer = await engine.run({ kql, window, now: window.to })
    return answer.ok ? answer.tables : answer.diagnostics
  }
  expect(await tablesOf('SignIns_CL | take 1')).toEqual(['SignIns_CL'])
  expect(await tablesOf('AuditLogs | where Result == "x"')).toEqual([])
  expect(await tablesOf('print 1')).toEqual([])
  const two = await tablesOf(
    'SignIns_CL | project bag_pack("a", User) | evaluate bag_unpack(Column1) | join Staff_CL on $left.a == $right.User',
  )
  expect(new Set(two as readonly string[])).toEqual(new Set(['SignIns_CL', 'Staff_CL']))
})
