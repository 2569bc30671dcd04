import { loadCatalogue, parseDatetimeIso, ticksPerMinute } from '@tripline/schemas'
import { randomOf } from '@tripline/testkit'
import { afterAll, describe, expect, test } from 'vitest'
import { type Dataset, openEngine, type RunWindow } from '../src/engine.ts'

const minute = ticksPerMinute
const start = parseDatetimeIso('2026-03-02T00:00:00Z')!

const number = randomOf(19)
const catalogue = loadCatalogue()

/** Rows around the windows of the runs, some at their edges, some late or without a time. */
function tableOf(name: string, rows: number) {
  const table = {
    name,
    columns: [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'User', type: 'string' },
      { name: 'Value', type: 'long' },
      { name: 'Items', type: 'dynamic' },
    ],
  } as const
  const cells = Array.from({ length: rows }, () => {
    const at = start + BigInt(number(80) - 20) * minute + (number(4) === 0 ? 0n : BigInt(number(600_000_000)))
    return {
      row: [
        number(30) === 0 ? null : at,
        `u${number(4)}`,
        number(9) === 0 ? null : BigInt(number(10)),
        JSON.stringify(Array.from({ length: number(3) }, () => number(5))),
      ],
      ingested: at + BigInt(number(3) === 0 ? number(12) : 0) * minute,
    }
  })
  return { table, rows: cells.map(({ row }) => row), ingested: cells.map(({ ingested }) => ingested) }
}

const dataset: Dataset = {
  tables: [tableOf('One_CL', 160), tableOf('Two_CL', 60)],
  watchlists: [
    {
      alias: 'vip',
      columns: ['User', 'SearchKey'],
      rows: [
        ['u1', 'u1'],
        ['u3', 'u3'],
      ],
    },
  ],
}
const engine = await openEngine(catalogue, dataset)
afterAll(() => engine.close())

interface Schedule {
  readonly step: bigint
  readonly period: bigint
  readonly grace: bigint
  readonly by: RunWindow['by']
}

const schedules: Readonly<Record<string, Schedule>> = {
  'windows that touch': { step: 5n * minute, period: 5n * minute, grace: 5n * minute, by: 'TimeGenerated' },
  'windows that overlap': { step: 5n * minute, period: 17n * minute, grace: 5n * minute, by: 'TimeGenerated' },
  'windows with gaps': { step: 7n * minute, period: 3n * minute, grace: 0n, by: 'TimeGenerated' },
  'by arrival': { step: minute, period: minute, grace: 0n, by: 'ingestion' },
}

const runsOf = ({ step, period, grace, by }: Schedule, count = 8) =>
  Array.from({ length: count }, (_, index) => {
    const now = start + BigInt(index) * step
    return { now, window: { by, from: now - period, to: now, visibleAt: now + grace } }
  })

const sorted = (rows: readonly (readonly unknown[])[]) =>
  rows.map(row => JSON.stringify(row, (_, cell) => (typeof cell === 'bigint' ? `${cell}n` : cell))).sort()

async function bothWays(kql: string, schedule: Schedule) {
  const runs = runsOf(schedule)
  const swept = await engine.sweep({ kql, runs })
  const single = []
  for (const { now, window } of runs) single.push(await engine.run({ kql, now, window }))
  return { swept, single }
}

/** Queries that are answered in one go. */
const swept = [
  'One_CL',
  'One_CL | where Value > 3',
  'One_CL | where TimeGenerated > ago(4m) and Value > 3 | project User, Age = now() - TimeGenerated',
  'One_CL | where TimeGenerated > ago(4m) | extend V = Value * 2 | where V > 4 | summarize count() by User',
  'One_CL | summarize count()',
  'One_CL | count',
  'One_CL | where Value > 8 | summarize N = count(), Most = max(Value), Users = make_set(User), Sum = sum(Value), Avg = avg(Value)',
  'One_CL | where Value > 8 | summarize N = count() | where N == 0',
  'One_CL | summarize N = count(), dcount(User), Vs = make_list(Value), arg_max(TimeGenerated, *) by User',
  'One_CL | distinct User, Value',
  'One_CL | summarize N = count() by User, bin(TimeGenerated, 3m) | where N > 1 | sort by N desc, User asc',
  'One_CL | join kind=inner (Two_CL | where Value > 2) on User | project User, Value, Value1',
  'One_CL | summarize A = count() by User | join kind=leftouter (Two_CL | summarize B = count() by User) on User',
  'One_CL | summarize A = count() by User | join (Two_CL | summarize B = count() by User) on User',
  'One_CL | join kind=leftanti (Two_CL | where TimeGenerated > ago(3m)) on User',
  'One_CL | join kind=leftsemi Two_CL on User, Value',
  'One_CL | join kind=rightouter (Two_CL | summarize B = count() by User) on User | project User, User1, B',
  'union One_CL, Two_CL | summarize count() by User',
  'union withsource=T One_CL, (Two_CL | where Value < 5) | project T, User',
  'let recent = materialize(One_CL | where TimeGenerated > ago(10m)); recent | summarize A = count() by User | join kind=inner (recent | summarize B = max(Value) by User) on User | project User, A, B',
  "One_CL | where User in (_GetWatchlist('vip') | project SearchKey)",
  "_GetWatchlist('vip') | join kind=leftanti One_CL on $left.SearchKey == $right.User | project SearchKey",
  "One_CL | lookup kind=inner (_GetWatchlist('vip')) on $left.User == $right.SearchKey | summarize count() by User",
  'One_CL | mv-expand Item = Items to typeof(long) | summarize sum(Item) by User',
  'One_CL | where TimeGenerated between (ago(9m) .. ago(2m)) | mv-expand Items | project User, Items, At = now()',
  'One_CL | sort by TimeGenerated asc, User asc, Value asc | extend P = prev(Value), R = row_number() | project User, Value, P, R',
  'One_CL | sort by TimeGenerated asc, User asc, Value asc | where prev(User) != User and Value > 3 | project User, Value',
  'One_CL | sort by TimeGenerated asc, User asc, Value asc | where prev(User) != User | where Value > 3 | project User, Value',
  'One_CL | extend I = ingestion_time() | where I - TimeGenerated > 1m | project User, I',
  "_GetWatchlist('vip') | extend At = now() | project SearchKey, At",
  'print 1',
]

/** Of their groups, only those are spread over runs that can meet a condition, and only those that meet it have all aggregates. */
const selecting = [
  'One_CL | summarize N = count(), D = dcount(Value), S = make_set(Value), arg_max(TimeGenerated, *) by User | where N > 5',
  'One_CL | summarize N = count(), D = dcount(Value) by User | where D > 2 and N >= 3',
  'One_CL | summarize N = countif(Value > 3), Sum = sum(Value), Least = min(Value), Last = max(TimeGenerated) by User | where 2 < N',
  'One_CL | summarize D = count_distinct(User), Users = make_set(User) by Value | where D >= 2 | where D < 4 | project Value, Users',
  'One_CL | where TimeGenerated > ago(4m) | summarize N = count(), D = dcount(User), Vs = make_list(Value) by Value | where N > 1',
  'One_CL | summarize N = count(), D = dcount(strcat(User, Value)) by Name = toupper(User), bin(TimeGenerated, 3m) | extend X = N * 2 | where X > 2 and D > 1',
  'One_CL | summarize N = count(), D = dcount(User) by R = toreal(Value) | where N > 1',
  'union One_CL, Two_CL | summarize N = count(), D = dcount(Value) by User | where N > 6',
  'One_CL | join kind=inner Two_CL on User | summarize N = count(), D = dcount(Value1) by User | where N > 4',
  'One_CL | mv-expand Item = Items to typeof(long) | summarize N = count(), D = dcount(Item) by User | where N > 3 and User != "u1"',
  'One_CL | summarize N = count(), D = dcount(User) by Value | extend Age = now() - datetime(2026-03-01) | where N > 2 and Age > 1d',
  'One_CL | summarize N = count(), D = dcount(tostring(Items)), At = max(ingestion_time()) by User | where N > 3 | sort by N asc, User asc',
  'One_CL | summarize N = count(), D = dcount(Value) by User | where N > 1000',
  'One_CL | summarize N = count() by User, Value | sort by N asc, User asc, Value asc | extend R = row_number(), P = prev(N) | where N > 2',
  'One_CL | summarize N = count() by User, Value | sort by N asc, User asc, Value asc | where N > 2 and prev(N) > 1',
  'One_CL | summarize N = count() by User, Value | sort by N asc, User asc, Value asc | where prev(N) > 1 | where N > 2',
] as const

/** Queries whose answers in one go might be others, or that this cannot do. */
const refused = [
  ['any rows', 'One_CL | take 3'],
  ['the first of rows', 'One_CL | summarize take_any(Value) by User | join kind=inner (Two_CL | take 1) on User'],
  ['which left row', 'One_CL | join Two_CL on User'],
  ['sums of reals', 'One_CL | summarize sum(toreal(Value)) by User'],
  ['a deviation', 'One_CL | summarize stdev(Value) by User'],
  ['rows that another plan reads', 'One_CL | where Value > toscalar(Two_CL | summarize avg(Value))'],
  ['columns that depend on rows', 'One_CL | project B = bag_pack("a", Value) | evaluate bag_unpack(B)'],
  ['both sides', 'One_CL | join kind=fullouter Two_CL on User'],
] as const

async function expectSame(kql: string, schedule: Schedule): Promise<void> {
  const both = await bothWays(kql, schedule)
  expect(both.swept, 'not swept').toBeDefined()
  for (const [index, answer] of both.single.entries()) {
    if (!answer.ok) throw new Error(answer.diagnostics[0]!.message)
    const { rows, ...rest } = both.swept![index]!
    expect(rest).toEqual({ ok: true, tables: answer.tables, diagnostics: answer.diagnostics })
    expect(rows.columns).toEqual(answer.rows.columns)
    const inOrder = kql.includes('sort by') ? (all: typeof rows.rows) => all : sorted
    expect(inOrder(rows.rows), `run ${index}`).toEqual(inOrder(answer.rows.rows))
  }
}

describe('a sweep answers as runs do, one by one', () => {
  const all = Object.entries(schedules)
  test.each(swept.map((kql, index) => [kql, ...all[index % all.length]!] as const))('%s, %s', (kql, _, schedule) =>
    expectSame(kql, schedule),
  )
  test.each(selecting.map((kql, index) => [kql, ...all[index % all.length]!] as const))('%s, %s', (kql, _, schedule) =>
    expectSame(kql, schedule),
  )
  test.each(all)('%s', async (_, schedule) => {
    await expectSame(
      'One_CL | where TimeGenerated > ago(9m) | summarize N = count(), Last = max(now()) by User',
      schedule,
    )
    await expectSame(selecting[0], schedule)
    await expectSame('One_CL | summarize count(), sum(Value), min(Value), dcount(Value), dcount(User)', schedule)
    await expectSame('One_CL | summarize N = count() by User | where N < 4 and 0 < N', schedule)
  })
})

test.each([
  ['of an aggregate', 'min(iff(Value == 3, "", User))'],
  ['of a value', 'max(tolong(series_stats_dynamic(Items)["min"]))'],
  ['of a late value', 'dcount(tolong(series_stats_dynamic(Items)["min"]))'],
])('what runs refuse %s, they refuse also in groups that a condition drops: %s', async (_, value) => {
  const kql = `One_CL | summarize N = count(), Other = ${value} by User | where N > 1000`
  const both = await bothWays(kql, schedules['windows that overlap']!)
  expect(both.single.some(({ ok }) => !ok)).toBe(true)
  expect(both.swept).toBeUndefined()
})

test.each(refused)('not swept for %s: %s', async (_, kql) => {
  const both = await bothWays(kql, schedules['windows that touch']!)
  expect(both.single.every(({ ok }) => ok)).toBe(true)
  expect(both.swept).toBeUndefined()
})
