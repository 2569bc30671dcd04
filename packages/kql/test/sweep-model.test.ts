import { loadCatalogue, parseDatetimeIso, ticksPerMinute } from '@tripline/schemas'
import { randomOf } from '@tripline/testkit'
import { afterAll, expect, test } from 'vitest'
import { openEngine, type RunWindow } from '../src/engine.ts'

/** Expected groups are counted here, from the rows that each run sees. */

const minute = ticksPerMinute
const start = parseDatetimeIso('2026-03-02T00:00:00Z')!

interface SignIn {
  readonly at: bigint
  readonly arrived: bigint
  readonly user: string
  readonly host: string
  readonly value: bigint | null
}

/** Rows in bursts around the windows of the runs, half of them at the edges of windows, some late. */
function signIns(seed: number): readonly SignIn[] {
  const number = randomOf(seed)
  return Array.from({ length: 240 }, () => {
    const at = start + BigInt(number(12) * 8 + number(5) - 30) * minute + BigInt(number(2) * number(600_000_000))
    const [user, host] = [`u${number(3)}`, `h${number(4)}`]
    const value = number(5) === 0 ? null : BigInt(number(9))
    return { at, arrived: at + BigInt(number(4) === 0 ? number(9) : 0) * minute, user, host, value }
  })
}

const rows = signIns(7)
const table = {
  name: 'One_CL',
  columns: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'User', type: 'string' },
    { name: 'Host', type: 'string' },
    { name: 'Value', type: 'long' },
  ],
} as const
const engine = await openEngine(loadCatalogue(), {
  tables: [
    {
      table,
      rows: rows.map(({ at, user, host, value }) => [at, user, host, value]),
      ingested: rows.map(({ arrived }) => arrived),
    },
  ],
})
afterAll(() => engine.close())

interface Schedule {
  readonly step: bigint
  readonly period: bigint
  readonly grace: bigint
  readonly by: RunWindow['by']
  readonly count: number
}

const schedules: Readonly<Record<string, Schedule>> = {
  'blocks of five runs, the last of which has two': {
    step: minute,
    period: 5n * minute,
    grace: 3n * minute,
    by: 'TimeGenerated',
    count: 47,
  },
  'windows longer than a block': {
    step: minute,
    period: 50n * minute,
    grace: 0n,
    by: 'TimeGenerated',
    count: 40,
  },
  'windows whose ends lie between runs, and rows that come too late for all of them': {
    step: 2n * minute,
    period: 17n * minute,
    grace: -12n * minute,
    by: 'TimeGenerated',
    count: 72,
  },
  'by arrival': { step: minute, period: 9n * minute, grace: 0n, by: 'ingestion', count: 72 },
}

interface Group {
  readonly user: string
  readonly count: number
  readonly hosts: number
  readonly sum: bigint
  readonly values: number
  readonly high: number
  readonly last: bigint
}

function groupsIn({ by, from, to, visibleAt }: RunWindow, after = 0n): readonly Group[] {
  const seen = rows.filter(({ at, arrived }) => {
    const time = by === 'ingestion' ? arrived : at
    return time >= from && time < to && arrived <= visibleAt && at > after
  })
  return ['u0', 'u1', 'u2'].flatMap(user => {
    const own = seen.filter(row => row.user === user)
    if (own.length === 0) return []
    const values = own.flatMap(({ value }) => value ?? [])
    const sum = values.reduce((total, value) => total + value, 0n)
    const high = values.filter(value => value > 6n).length
    const last = own.map(({ at }) => at).sort((one, other) => (one < other ? 1 : -1))[0]!
    const hosts = new Set(own.map(({ host }) => host)).size
    return [{ user, count: own.length, hosts, sum, values: new Set(values).size, high, last }]
  })
}

const conditions: Readonly<Record<string, (group: Group) => boolean>> = {
  true: () => true,
  'N > 0': () => true,
  'N > 4': ({ count }) => count > 4,
  'D >= 3 and 2 < N': ({ hosts, count }) => hosts >= 3 && count > 2,
  'S < 20': ({ sum }) => sum < 20n,
  'V > 3 and H == 1': ({ values, high }) => values > 3 && high === 1,
  'N > 100': () => false,
}

const aggregates: Readonly<Record<string, (group: Group) => unknown>> = {
  'N = count()': ({ count }) => BigInt(count),
  'D = dcount(Host)': ({ hosts }) => BigInt(hosts),
  'S = sum(Value)': ({ sum }) => sum,
  'V = count_distinct(Value)': ({ values }) => BigInt(values),
  'H = countif(Value > 6)': ({ high }) => BigInt(high),
}
const withLast = { ...aggregates, 'Last = max(TimeGenerated)': ({ last }: Group) => last }

const cases = Object.entries(schedules).flatMap(([name, schedule], first) =>
  Object.keys(conditions).map((condition, second) => {
    const columns = (first + second) % 2 === 0 ? aggregates : withLast
    const kql = `One_CL | summarize ${Object.keys(columns).join(', ')} by User | where ${condition}`
    return [kql, name, conditions[condition]!, schedule, Object.values(columns)] as const
  }),
)

const runsOf = ({ step, period, grace, by, count }: Schedule) =>
  Array.from({ length: count }, (_, index) => {
    const now = start + BigInt(index) * step
    return { now, window: { by, from: now - period, to: now, visibleAt: now + grace } }
  })

async function sweptRows(kql: string, runs: ReturnType<typeof runsOf>) {
  const answers = await engine.sweep({ kql, runs })
  return answers?.map(({ rows }) => [...rows.rows].sort(([one], [other]) => (one! < other! ? -1 : 1)))
}

test.each(cases)('%s, %s', async (kql, _, holds, schedule, columns) => {
  const runs = runsOf(schedule)
  const found = await sweptRows(kql, runs)
  const rowOf = (group: Group) => [group.user, ...columns.map(value => value(group))]
  expect(found).toEqual(runs.map(({ window }) => groupsIn(window).filter(holds).map(rowOf)))
})

test('of a run, only the rows that a condition on its time leaves', async () => {
  const runs = runsOf(schedules['windows longer than a block']!)
  const kql = 'One_CL | where TimeGenerated > ago(11m) | summarize N = count(), D = dcount(Host) by User | where N > 3'
  const groupsOf = ({ now, window }: (typeof runs)[number]) =>
    groupsIn(window, now - 11n * minute).filter(({ count }) => count > 3)
  const rowOf = ({ user, count, hosts }: Group) => [user, BigInt(count), BigInt(hosts)]
  expect(await sweptRows(kql, runs)).toEqual(runs.map(run => groupsOf(run).map(rowOf)))
})
