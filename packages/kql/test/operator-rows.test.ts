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

/** Each operator as `operator: rows in > rows out`, with the table that all of its rows come from, in the order of the answer. */
async function operators(kql: string): Promise<readonly string[] | undefined> {
  const explained = await engine.explain({ kql, window, now: window.to }, () => true)
  return explained?.stages.map(
    ({ operator, table, rowsIn, rowsOut }) => `${operator}${table ? ` ${table}` : ''}: ${rowsIn} > ${rowsOut}`,
  )
}

// The numbers are counted by hand from the rows above; the row of February lies before the window.
test.each([
  [
    'a pipeline',
    'SignIns_CL | where Result == "failed" | summarize count() by User | where User == "zoe" | take 1',
    [
      'table SignIns_CL: 4 > 3',
      'where SignIns_CL: 3 > 2',
      'summarize SignIns_CL: 2 > 2',
      'where SignIns_CL: 2 > 0',
      'take SignIns_CL: 0 > 0',
    ],
  ],
  [
    'a join, which receives its left side',
    'SignIns_CL | join kind=leftanti (Staff_CL | where User != "") on User',
    ['table SignIns_CL: 4 > 3', 'table Staff_CL: 1 > 1', 'where Staff_CL: 1 > 1', 'join: 3 > 1'],
  ],
  [
    'a union, which receives all of its legs',
    'union (SignIns_CL | where User == "bob"), Staff_CL',
    ['table SignIns_CL: 4 > 3', 'where SignIns_CL: 3 > 1', 'table Staff_CL: 1 > 1', 'union: 2 > 2'],
  ],
  [
    'a list that a query computes',
    'SignIns_CL | where User in ((Staff_CL | project User))',
    ['table SignIns_CL: 4 > 3', 'table Staff_CL: 1 > 1', 'project Staff_CL: 1 > 1', 'where SignIns_CL: 3 > 2'],
  ],
  [
    'a table that is computed once and read twice',
    'let t = SignIns_CL | summarize n = count() by User; t | join t on User',
    ['table SignIns_CL: 4 > 3', 'summarize SignIns_CL: 3 > 2', 'join SignIns_CL: 2 > 2'],
  ],
  [
    'the body of mv-apply, which is not counted',
    'Staff_CL | mv-apply x = dynamic([1, 2]) to typeof(long) on (where x > 1)',
    ['table Staff_CL: 1 > 1', 'mv-apply Staff_CL: 1 > 1'],
  ],
  [
    'a query whose columns the data decides',
    'SignIns_CL | project bag_pack("a", User) | evaluate bag_unpack(Column1) | where a == "bob"',
    ['table SignIns_CL: 4 > 3', 'project SignIns_CL: 3 > 3', 'evaluate SignIns_CL: 3 > 3', 'where SignIns_CL: 3 > 1'],
  ],
  ['a table without rows', 'AuditLogs | where Result == "x"', ['table AuditLogs: 0 > 0', 'where AuditLogs: 0 > 0']],
])('the rows of each operator are counted: %s', async (_, kql, expected) => {
  expect(await operators(kql)).toEqual(expected)
})

test('an operator is at its span', async () => {
  const kql = 'SignIns_CL\n| where User == "bob"'
  const explained = await engine.explain({ kql, window }, () => true)
  expect(explained?.stages).toMatchObject([
    { start: 0, end: 10 },
    { start: 13, end: 32 },
  ])
})

test.each([
  ['both', 'SignIns_CL | join Staff_CL on User', true],
  ['only the right', 'SignIns_CL | where User == "zoe" | join Staff_CL on User', true],
  ['neither', 'SignIns_CL | where User == "zoe" | join (Staff_CL | take 0) on User', false],
])('a join is reached by rows of %s side', async (_, kql, isReached) => {
  const explained = await engine.explain({ kql, window }, () => true)
  expect(explained?.stages.at(-1)).toMatchObject({ operator: 'join', isReached })
})

test('a query that cannot run is not explained', async () => {
  expect(await operators('SignIns_CL | where Nobody == 1')).toBeUndefined()
})

// Nothing settles the number that mv-expand gives a single value, or substring of a null, so they are refused: semantics 12.1 and 4.4.
test.each([
  [
    'SignIns_CL | where User == "bob" | extend All = parse_json(Result) | mv-expand with_itemindex=i All | where All == 1',
    'mv-expand with_itemindex=i All',
  ],
  [
    'SignIns_CL | sort by User asc | extend All = parse_json(Result) | mv-expand with_itemindex=i All | take 1',
    'mv-expand with_itemindex=i All',
  ],
  [
    'union Staff_CL, (SignIns_CL | mv-expand with_itemindex=i x = parse_json(User)) | count',
    'mv-expand with_itemindex=i x = parse_json(User)',
  ],
  // Counting the rows would not compute the column.
  [
    'SignIns_CL | extend Part = substring(User, toint(Result)) | where User == "bob"',
    'extend Part = substring(User, toint(Result))',
  ],
  ['let f = () { SignIns_CL | mv-expand with_itemindex=i x = parse_json(User) }; f() | count', 'f()'],
])('a query that refuses a value is explained up to the operator that does: %s', async (kql, operator) => {
  const explained = await engine.explainRefusal({ kql, window, now: window.to })
  expect(explained?.causes.map(({ kind, start, end }) => [kind, kql.slice(start, end)])).toEqual([['type', operator]])
  expect(explained!.causes[0]!.text).toContain('is not supported')
  expect(explained!.stages[0]).toMatchObject({ table: 'SignIns_CL', rowsIn: 4, rowsOut: 3 })
  expect(explained!.stages.map(stage => stage.operator)).not.toContain(operator.split(' ')[0])
})

test('a query that refuses nothing has no refusal to explain, nor one that cannot be compiled', async () => {
  for (const kql of ['SignIns_CL | count', 'SignIns_CL | mv-expand']) {
    expect(await engine.explainRefusal({ kql, window, now: window.to })).toBeUndefined()
  }
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
