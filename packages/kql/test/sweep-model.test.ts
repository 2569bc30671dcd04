import { loadCatalogue, parseDatetimeIso, ticksPerMinute } from '@tripline/schemas'
import { afterAll, expect, test } from 'vitest'
import { openEngine, type RunWindow } from '../src/engine.ts'

/** Expected groups are counted here, from the rows that each run sees. */

const minute = ticksPerMinute
const start = parseDatetimeIso('2026-03-02T00:00:00Z')!

/** A fixed sequence of numbers below a limit. */
function numbers(seed: number): (limit: number) => number {
  let state = seed
  return limit => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * limit)
  }
}

interface SignIn {
  readonly at: bigint
  readonly arrived: bigint
  readonly user: string
  readonly host: string
  readonly value: bigint
}

/** Rows in bursts around the windows of the runs, half of them at the edges of windows, some late. */
function signIns(seed: number): readonly SignIn[] {
  const number = numbers(seed)
  return Array.from({ length: 240 }, () => {
    const at = start + BigInt(number(12) * 8 + number(5) - 30) * minute + BigInt(number(2) * number(600_000_000))
    const [user, host] = [`u${number(3)}`, `h${number(4)}`]
    return { at, arrived: at + BigInt(number(4) === 0 ? number(9) : 0) * minute, user, host, value: BigInt(number(9)) }
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
  'windows whose ends lie between runs': {
    step: 2n * minute,
    period: 13n * minute,
    grace: -minute,
    by: 'TimeGenerated',
    count: 64,
  },
  'by arrival': { step: minute, period: 9n * minute, grace: 0n, by: 'ingestion', count: 72 },
  'no blocks': { step: 3n * minute, period: 4n * minute, grace: minute, by: 'TimeGenerated', count: 20 },
}

interface Group {
  readonly user: string
  readonly count: number
  readonly hosts: number
  readonly sum: bigint
  readonly last: bigint
}

function groupsIn({ by, from, to, visibleAt }: RunWindow): readonly Group[] {
  const seen = rows.filter(({ at, arrived }) => {
    const time = by === 'ingestion' ? arrived : at
    return time >= from && time < to && arrived <= visibleAt
  })
  return ['u0', 'u1', 'u2'].flatMap(user => {
    const own = seen.filter(row => row.user === user)
    if (own.length === 0) return []
    const sum = own.reduce((total, { value }) => total + value, 0n)
    const last = own.map(({ at }) => at).sort((one, other) => (one < other ? 1 : -1))[0]!
    return [{ user, count: own.length, hosts: new Set(own.map(({ host }) => host)).size, sum, last }]
  })
}

const conditions: Readonly<Record<string, (group: Group) => boolean>> = {
  'N > 0': () => true,
  'N > 4': ({ count }) => count > 4,
  'D >= 3 and 2 < N': ({ hosts, count }) => hosts >= 3 && count > 2,
  'S < 20': ({ sum }) => sum < 20n,
  'N > 100': () => false,
}

const cases = Object.entries(schedules).flatMap(([name, schedule]) =>
  Object.keys(conditions).map(condition => [condition, name, schedule] as const),
)

test.each(cases)('groups with %s, %s', async (condition, _, { step, period, grace, by, count }) => {
  const runs = Array.from({ length: count }, (_, index) => {
    const now = start + BigInt(index) * step
    return { now, window: { by, from: now - period, to: now, visibleAt: now + grace } }
  })
  const kql = `One_CL | summarize N = count(), D = dcount(Host), S = sum(Value), Last = max(TimeGenerated) by User | where ${condition}`
  const answers = await engine.sweep({ kql, runs })
  const found = answers?.map(({ rows }) => [...rows.rows].sort(([one], [other]) => (one! < other! ? -1 : 1)))
  const expected = runs.map(({ window }) =>
    groupsIn(window)
      .filter(conditions[condition]!)
      .map(({ user, count, hosts, sum, last }) => [user, BigInt(count), BigInt(hosts), sum, last]),
  )
  expect(found).toEqual(expected)
})
