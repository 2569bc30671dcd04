import { loadCatalogue, parseDatetimeIso } from '@tripline/schemas'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openEngine } from '../src/engine.ts'

const at = (text: string): bigint => parseDatetimeIso(text)!

const catalogue = loadCatalogue()
const table = {
  name: 'Bags_CL',
  columns: [
    { name: 'TimeGenerated', type: 'datetime' as const },
    { name: 'Bag_d', type: 'dynamic' as const },
  ],
}
const rows = [
  [at('2026-03-01T00:00:00Z'), '{"a":1}'],
  [at('2026-03-02T00:00:00Z'), '{"b":"x","a":"y"}'],
]

let engine: Engine
beforeAll(async () => {
  engine = await openEngine(catalogue, { tables: [{ table, rows }] })
})
afterAll(() => engine.close())

const kql = 'Bags_CL | project Bag_d | evaluate bag_unpack(Bag_d)'

const day = (from: string, to: string) =>
  ({ by: 'TimeGenerated', from: at(from), to: at(to), visibleAt: at('2026-04-01T00:00:00Z') }) as const

// Semantics 18.1: the columns depend only on the rows of the run.
test('the columns of one query change with its look-back window', async () => {
  const first = await engine.run({ kql, window: day('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z') })
  expect(first).toMatchObject({ ok: true, rows: { columns: [{ name: 'a', type: 'long' }], rows: [[1n]] } })
  const both = await engine.run({ kql, window: day('2026-03-01T00:00:00Z', '2026-03-03T00:00:00Z') })
  expect(both).toMatchObject({
    ok: true,
    rows: {
      columns: [
        { name: 'a', type: 'dynamic' },
        { name: 'b', type: 'string' },
      ],
      rows: [
        ['1', ''],
        ['"y"', 'x'],
      ],
    },
  })
})

test('a column that no row produced is a warning without rows, and an error if rows lack it', async () => {
  const query = `${kql} | where c == 1`
  const none = await engine.run({ kql: query, window: day('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z') })
  expect(none).toMatchObject({
    ok: true,
    rows: { rows: [] },
    diagnostics: [{ severity: 'warning', code: 'unmade-column' }],
  })
  const some = await engine.run({ kql: query, window: day('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z') })
  expect(some).toMatchObject({ ok: false, diagnostics: [{ code: 'KS142' }] })
})

describe('if no row reaches a plugin that makes columns', () => {
  const none = 'let T = Bags_CL | where false | project Bag_d | evaluate bag_unpack(Bag_d);'
  const numbered = 'T | extend n = 1'

  test.each([
    'T | join (T) on c',
    'T | join kind=leftouter (T) on $left.c == $right.d',
    `${numbered} | join (T) on $left.n == $right.c`,
    `T | join (${numbered}) on $left.c == $right.n`,
  ])('a join on one that it could have made is a warning: %s', async query => {
    const answer = await engine.run({ kql: `${none} ${query}` })
    expect(answer).toMatchObject({ ok: true, rows: { rows: [] } })
    expect(new Set(answer.diagnostics.map(({ code }) => code))).toEqual(new Set(['unmade-column']))
    expect(answer.diagnostics[0]!.message).toMatch(/^no row reached the plugin that would make the column [cd],/)
  })

  test.each(['T', 'T | distinct *', 'union T, T'])('a query may have none: %s', async query => {
    expect(await engine.run({ kql: `${none} ${query}` })).toMatchObject({ ok: true, rows: { columns: [], rows: [] } })
  })
})

test('a function called over two inputs is refused, because both share one call site', async () => {
  const lets =
    'let f = (T:(d:dynamic)) { T | evaluate bag_unpack(d) }; let A = print d=dynamic({"a":1}); let B = print d=dynamic({"b":1});'
  const answer = await engine.run({ kql: `${lets} union (f(A)), (f(B))` })
  expect(answer).toMatchObject({ ok: false, diagnostics: [{ kind: 'unsupported' }] })
})

describe('data determines at most 1,000 columns unless the query declares them', () => {
  const keys = (count: number, rest: string) => `range i from 1 to ${count} step 1 | extend k = strcat("k", i) ${rest}`

  test.each([
    ['bag_unpack', '| project b = bag_pack(k, i) | evaluate bag_unpack(b)'],
    ['pivot', '| evaluate pivot(k, sum(i))'],
  ])('%s', async (_, rest) => {
    const most = await engine.run({ kql: keys(1_000, rest) })
    expect(most).toMatchObject({ ok: true, rows: { columns: { length: 1_000 } } })
    const kql = keys(1_001, rest)
    const { diagnostics } = await engine.run({ kql })
    expect(diagnostics).toMatchObject([
      { code: 'over-budget', message: expect.stringContaining('more than 1,000 columns; declare the columns') },
    ])
    expect(kql.slice(diagnostics[0]!.start, diagnostics[0]!.end)).toMatch(/^evaluate/)
  })
})

// The database accepts expressions of up to 1,000 levels: these are 60 calls of 60 texts, each concatenated two at a time.
test('an expression that expands to too many levels is an error of the query, not of the engine', async () => {
  const kql = `let f = (x:string) { strcat(x${',"a"'.repeat(60)}) }; print ${'f('.repeat(60)}"1"${')'.repeat(60)}`
  expect(await engine.run({ kql })).toMatchObject({ ok: false, diagnostics: [{ code: 'too-deep' }] })
})
