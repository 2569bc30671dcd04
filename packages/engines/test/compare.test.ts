import { type Engine, openEngine, type Rows } from '@tripline/kql/engine'
import { type ColumnType, loadCatalogue } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { compareRows } from '../src/compare/compare-rows.ts'
import { type Comparison, comparingEngine, type RemoteAnswer, type RemoteEngine } from '../src/index.ts'

const table = (type: ColumnType, ...cells: Rows['rows'][number]): Rows => ({
  columns: [{ name: 'x', type }],
  rows: cells.map(cell => [cell]),
})

describe('answers are the same', () => {
  test.each<[string, Rows, Rows]>([
    ['in any order', table('long', 1n, 2n, 2n), table('long', 2n, 1n, 2n)],
    ['but for the last digits of reals', table('real', 0.1 + 0.2), table('real', 0.3)],
    ['whatever the order of members', table('dynamic', '{"a":1,"b":[2]}'), table('dynamic', '{"b":[2],"a":1}')],
    ['whatever the zeros of decimals', table('decimal', '1.50'), table('decimal', '1.5')],
    ['with NaN', table('real', Number.NaN), table('real', Number.NaN)],
  ])('%s', (_, here, there) => expect(compareRows(here, there)).toBeUndefined())
})

describe('answers differ', () => {
  test.each<[string, Rows, Rows, object]>([
    ['in types', table('long', 1n), table('int', 1), { what: 'columns', here: 'x:long', there: 'x:int' }],
    ['in rows', table('long', 1n, 2n), table('long', 1n, 3n), { what: 'rows', here: [2n], there: [3n] }],
    ['in how often a row comes', table('long', 1n, 1n), table('long', 1n), { what: 'rows', here: [1n] }],
    ['in a row that is missing', table('string'), table('string', ''), { what: 'rows', there: [''] }],
    [
      'in null and empty',
      table('dynamic', null),
      table('dynamic', '""'),
      { what: 'rows', here: [null], there: ['""'] },
    ],
    ['in the order of items', table('dynamic', '[1,2]'), table('dynamic', '[2,1]'), { what: 'rows' }],
    ['in the ninth digit', table('real', 1.00000001), table('real', 1.00000002), { what: 'rows' }],
    ['in case', table('string', 'a'), table('string', 'A'), { what: 'rows' }],
  ])('%s', (_, here, there, expected) => expect(compareRows(here, there)).toMatchObject(expected))
})

const catalogue = loadCatalogue().with([
  {
    name: 'Door_CL',
    columns: [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'Who', type: 'string' },
      { name: 'Badge', type: 'long' },
    ],
  },
])
const at = 639_000_000_000_000_000n
const door = {
  table: catalogue.get('Door_CL')!,
  rows: [
    [at - 36_000_000_000n, 'ann', 1n],
    [at - 600_000_000n, 'bo', 2n],
    [at - 600_000_000n, 'late', 3n],
  ],
  ingested: [at - 36_000_000_000n, at - 600_000_000n, at + 600_000_000n],
}
const functions = [
  { name: 'Inner', parameters: '(n:long)', body: 'Door_CL | where Badge >= n' },
  { name: 'Outer', parameters: '()', body: 'Inner(1) | where Who != ""' },
  { name: 'Unused', parameters: '()', body: 'Heartbeat' },
]
const watchlists = [{ alias: 'VIP', columns: ['SearchKey'], rows: [['ann'], ['bo']] }]

/** An engine that has no data of its own: what the answers rest on came with the query. */
async function elsewhere(kql: string, answerOf?: (engine: Engine, kql: string) => Promise<RemoteAnswer>) {
  await using bare = await openEngine(loadCatalogue(), { tables: [] })
  await using engine = await openEngine(catalogue, { tables: [door], functions, watchlists })
  const comparisons: Comparison[] = []
  const remote: RemoteEngine = {
    name: 'bare',
    async run({ kql, now }) {
      if (answerOf) return answerOf(bare, kql)
      const answer = await bare.run({ kql, ...(now !== undefined && { now }) })
      const said = answer.diagnostics.map(({ message }) => message).join()
      return answer.ok ? { ok: true, rows: answer.rows } : { ok: false, fault: 'refused', message: said }
    },
    close() {},
  }
  const comparing = comparingEngine(engine, remote, { catalogue, functions, watchlists: ['VIP'] }, one =>
    comparisons.push(one),
  )
  const window = { by: 'TimeGenerated', from: at - 864_000_000_000n, to: at, visibleAt: at } as const
  await comparing.run({ kql, now: at, window })
  return comparisons[0]!
}

describe('a query brings its data', () => {
  test.each([
    'Door_CL',
    'Door_CL | summarize count() by Who',
    'Door_CL | where ingestion_time() > ago(1h)',
    'Door_CL | where Who in (_GetWatchlist("VIP") | project SearchKey) | project Badge',
    "_GetWatchlist('VIP') | count",
    'Outer() | project Who | order by Who asc',
    'Door_CL | join kind=inner (Door_CL | project Who, Other = Badge) on Who',
    'Heartbeat | union Door_CL | project Who, Computer',
    'Door_CL | extend p = pack_all() | project p',
    'print now()',
    'let SigninLogs = datatable(a:long)[1]; SigninLogs',
    'DeviceEvents | where Timestamp > ago(1h) | count',
    'DeviceEvents | where Timestamp > ago(1h)',
    'DeviceEvents | project Timestamp',
    'print parse_version("1.2.3.4")',
  ])('%s', async kql => expect((await elsewhere(kql)).verdict).toEqual({ kind: 'same' }))

  // The window, the late row and what the query reads are already decided in what is sent.
  test('of the rows that the run sees, and the columns that it reads', async () => {
    const { kql } = await elsewhere('Door_CL | where Badge > 0 | project Who')
    expect(kql).toContain('datatable(Who:string, Badge:long)["ann", long(1),\n"bo", long(2)]')
    expect(kql).not.toContain('Unused')
  })

  test.each([
    ['union Door*', 'all tables of a pattern'],
    ['find in (Door_CL) where Who == "ann"', 'search and find'],
    ['table("Door_CL")', 'table()'],
    ['workspace("other").Heartbeat', 'another workspace'],
    ['let a = "VIP"; _GetWatchlist(a)', 'no literal'],
    ['_GetWatchlist("Other") | where user == "a"', 'no watchlist Other'],
  ])('but not %s', async (kql, reason) =>
    expect((await elsewhere(kql)).verdict).toEqual({ kind: 'unasked', reason: expect.stringContaining(reason) }),
  )
})

describe('the verdict', () => {
  const says = (answer: RemoteAnswer) => async () => answer
  test.each<[string, string, RemoteAnswer, object]>([
    ['a difference', 'print x = 1', { ok: true, rows: table('long', 2n) }, { kind: 'different' }],
    [
      'a query that is refused here',
      'print x = gettype(series_fft(dynamic([1,2])))',
      { ok: true, rows: table('string', 'a') },
      { kind: 'answered-there' },
    ],
    [
      'a query that is rejected there',
      'print x = 1',
      { ok: false, fault: 'refused', message: 'no' },
      { kind: 'failed-there', fault: 'refused', reason: 'no' },
    ],
    ['a query that both reject', 'print x = nope', { ok: false, fault: 'refused', message: 'no' }, { kind: 'failed' }],
    [
      'a query that is rejected here while nobody answers there',
      'print x = nope',
      { ok: false, fault: 'unreachable', message: 'no' },
      { kind: 'failed-there', fault: 'unreachable' },
    ],
  ])('on %s', async (_, kql, answer, expected) =>
    expect((await elsewhere(kql, says(answer))).verdict).toMatchObject(expected),
  )
})
