import type { Engine, LogTable, RowCount, RowsTraced, RunWindow, TypedTable } from '@tripline/kql/engine'
import { ticksPerMinute } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { compareDuplicates } from '../../src/compare/compare-duplicates.ts'
import { compareReach } from '../../src/compare/compare-reach.ts'
import { missedRows } from '../../src/run/missed-rows.ts'
import type { RunTrace } from '../../src/run/replay-rule.ts'
import { scheduledRunAt } from '../../src/run/scheduled-run.ts'
import { reachOf } from '../../src/run/table-reach.ts'
import { duration, instant, located, nowhere, rowsOf, scheduled } from '../sample.ts'

const ten = instant('2026-03-02T10:00:00Z')
const minutes = (count: number): bigint => BigInt(count) * ticksPerMinute

/** Runs at ten and five past look back ten minutes, so their windows overlap. */
const rule = scheduled({ queryPeriod: duration('10m') })
const ran = (after: number, alerts = 0, tables = ['SigninLogs']): RunTrace => ({
  kind: 'ran',
  tables,
  scheduled: scheduledRunAt(rule, ten + minutes(after)),
  rows: alerts,
  alerts,
})
const suppressed = (after: number): RunTrace => ({
  kind: 'suppressed',
  scheduled: scheduledRunAt(rule, ten + minutes(after)),
})

const time = [{ name: 'TimeGenerated', type: 'datetime' as const }]
const part = (name: string, columns = time): TypedTable => ({ table: { name, columns }, rows: [[ten - 1n]] })
/** A log of 41 rows, of which the database has 40. */
const logOf = (name: string, columns = time): LogTable => ({
  table: { name, columns },
  parts: [
    part(name, columns),
    { log: { table: { name, columns }, file: '/logs', rowCount: 40, hasIngestionTimes: false } },
  ],
})

/** An engine that notes the windows that it counts rows of, in minutes from ten, and answers in that order. */
function counting(...answers: readonly Omit<RowCount, 'rows'>[]) {
  const asked: (readonly [string, from: number, to: number])[] = []
  const since = (ticks: bigint) => Number((ticks - ten) / ticksPerMinute)
  const countRows = async (table: string, { from, to }: RunWindow): Promise<RowCount> => {
    asked.push([table, since(from), since(to)])
    return { rows: 41, ...(answers[asked.length - 1] ?? { inWindow: 0, visible: 0 }) }
  }
  return { countRows, asked }
}

describe('the rows of a stored log that runs miss', () => {
  test('are all but those that some run sees, each counted once', async () => {
    const engine = counting({ inWindow: 9, visible: 7 }, { inWindow: 9, visible: 5 }, { inWindow: 9, visible: 3 })
    const runs = [ran(0), ran(5), ran(60)]
    expect(await missedRows(runs, { tables: [], logs: [logOf('SigninLogs')] }, engine)).toEqual([
      { table: 'SigninLogs', rows: 41, missed: 41 - 7 - 5 - 3 },
    ])
    // The first window ends where the second begins; the third begins after the second ends.
    expect(engine.asked).toEqual([
      ['SigninLogs', -10, -5],
      ['SigninLogs', -5, 5],
      ['SigninLogs', 50, 60],
    ])
  })

  test('are none where the table has no time, which nothing limits, and all where no run took place', async () => {
    const engine = counting()
    const timeless = [{ name: 'Id', type: 'datetime' as const }]
    const data = {
      tables: [part('SigninLogs', timeless), part('AuditLogs', timeless)],
      logs: [logOf('Syslog', timeless), logOf('Heartbeat')],
    }
    const missed = (runs: readonly RunTrace[]) => missedRows(runs, data, engine)
    expect(await missed([ran(0, 0, ['SigninLogs', 'Syslog'])])).toEqual([
      { table: 'SigninLogs', rows: 1, missed: 0 },
      { table: 'Syslog', rows: 41, missed: 0 },
    ])
    expect(engine.asked).toEqual([])
    expect(await missed([suppressed(0)])).toEqual([])
  })
})

describe('how far the rows of a stored log get', () => {
  const reach = async (runs: readonly RunTrace[], ...answers: readonly Omit<RowCount, 'rows'>[]) => {
    const engine = counting(...answers)
    const dataset = { tables: [], logs: [logOf('SigninLogs'), logOf('AuditLogs')] }
    const found = await reachOf(new Set(['SigninLogs']), runs, dataset, engine)
    return { found, asked: engine.asked }
  }
  const [none, late, seen] = [
    { inWindow: 0, visible: 0 },
    { inWindow: 2, visible: 0 },
    { inWindow: 2, visible: 1 },
  ]
  const table = { table: 'SigninLogs', rows: 41 }

  test('is counted over all windows first, and over each only if some row is between them', async () => {
    expect(await reach([ran(0), suppressed(5), ran(60)], none)).toEqual({
      found: [{ ...table, inWindow: false, visible: false }],
      asked: [['SigninLogs', -10, 60]],
    })
  })

  test('is to be visible as soon as one run sees a row', async () => {
    expect(await reach([ran(0), ran(60), ran(120)], late, none, seen)).toEqual({
      found: [{ ...table, inWindow: true, visible: true }],
      asked: [
        ['SigninLogs', -10, 120],
        ['SigninLogs', -10, 0],
        ['SigninLogs', 50, 60],
      ],
    })
  })

  test('is a window, if all rows arrive late, or none, if they lie between windows', async () => {
    const found = async (...answers: readonly Omit<RowCount, 'rows'>[]) =>
      (await reach([ran(0), ran(60)], ...answers)).found
    expect(await found(seen, late, none)).toEqual([{ ...table, inWindow: true, visible: false }])
    expect(await found(seen, none, none)).toEqual([{ ...table, inWindow: false, visible: false }])
  })

  test('is nowhere without a run', async () => {
    expect(await reach([suppressed(0)])).toEqual({
      found: [{ ...table, inWindow: false, visible: false }],
      asked: [],
    })
  })

  test('is all the way if the table has no time, and rows', async () => {
    const timeless = [{ name: 'Id', type: 'datetime' as const }]
    const engine = counting()
    const dataset = {
      tables: [part('AuditLogs', timeless), { ...part('Heartbeat', timeless), rows: [] }],
      logs: [logOf('Syslog', timeless), { ...logOf('Event', timeless), parts: [] }],
    }
    const names = new Set(['AuditLogs', 'Heartbeat', 'Syslog', 'Event'])
    expect(await reachOf(names, [ran(0)], dataset, engine)).toEqual([
      { table: 'AuditLogs', rows: 1, inWindow: true, visible: true },
      { table: 'Heartbeat', rows: 0, inWindow: false, visible: false },
      { table: 'Syslog', rows: 41, inWindow: true, visible: true },
      { table: 'Event', rows: 0, inWindow: false, visible: false },
    ])
    expect(engine.asked).toEqual([])
  })
})

const query = { kql: rule.query.value, timeout: 1_000 }
const replayOf = (...runs: readonly RunTrace[]) => ({ runs, alerts: [], incidents: [] })

describe('rows behind more than one alert', () => {
  const source = (row: number, table = 'SigninLogs') => ({ table, row })

  /** Each run raises one alert of the rows that are listed for it, if it raises any. */
  async function compared(
    duplicates: number,
    runs: readonly RunTrace[],
    ...answers: readonly (RowsTraced | undefined)[]
  ) {
    let asked = 0
    const trace: Engine['trace'] = async () => answers[asked++]
    const { value, diagnostics } = await compareDuplicates({
      rule,
      query,
      expect: { span: nowhere, duplicates: located(duplicates) },
      replay: replayOf(...runs),
      engine: { trace } as Engine,
    })
    return { found: [...(value ?? []), ...diagnostics].map(({ message }) => message), asked }
  }
  const of = (...rows: readonly ReturnType<typeof source>[]): RowsTraced => ({
    rows: rowsOf(
      { Id: 'long' },
      rows.map(({ row }) => [BigInt(row)]),
    ),
    sources: rows.map(row => [row]),
  })

  test('are counted once, whatever the number of alerts, and one is an example', async () => {
    const runs = [ran(0, 1), ran(5, 1), ran(10, 1)]
    const answers = [of(source(1), source(2)), of(source(1)), of(source(1), source(2), source(3))]
    expect((await compared(2, runs, ...answers)).found).toEqual([])
    expect((await compared(1, runs, ...answers)).found).toEqual([
      'expected 1 row behind more than one alert, got 2: one of them is behind alerts of 2026-03-02T10:00:00Z, 2026-03-02T10:05:00Z, 2026-03-02T10:10:00Z',
    ])
  })

  test('are not those of one number in different tables', async () => {
    const answers = [of(source(1)), of(source(1, 'AuditLogs'))]
    expect((await compared(1, [ran(0, 1), ran(5, 1)], ...answers)).found).toEqual([
      'expected 1 row behind more than one alert, got 0',
    ])
  })

  test('are looked for in runs that raised alerts, and in no others', async () => {
    const { found, asked } = await compared(0, [ran(0), suppressed(5), ran(10, 1)], of(source(1)))
    expect([found, asked]).toEqual([[], 1])
  })

  test.each<readonly [string, RowsTraced | undefined, string]>([
    [
      'an operator',
      { untraced: { operator: 'evaluate', start: 0, end: 1 } },
      'the rows behind the alerts are not defined: evaluate makes rows of several others',
    ],
    [
      'a query that does not run',
      undefined,
      'the rows behind the alerts cannot be found: the query ran, but not with them',
    ],
  ])('are not known beyond %s', async (_, answer, message) => {
    expect((await compared(0, [ran(0, 1)], answer)).found).toEqual([message])
  })
})

test('an operator that rows are to reach is not known if the rows cannot be counted', async () => {
  const { value, diagnostics } = await compareReach({
    rule,
    query,
    expect: { span: nowhere, reaches: located('where') },
    replay: replayOf(ran(0)),
    dataset: { tables: [] },
    engine: { explain: async () => undefined } as unknown as Engine,
    tablesRead: async () => [],
  })
  expect([value, diagnostics.map(({ id }) => id)]).toEqual([undefined, ['case-reach']])
})
