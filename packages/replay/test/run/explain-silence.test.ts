import { mergeTables } from '@tripline/fixtures'
import type { Dataset, Engine, TypedTable } from '@tripline/kql/engine'
import { ticksPerMinute } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { describeReplay } from '../../src/run/describe-replay.ts'
import { describeRuns, explainSilence, viewOf } from '../../src/run/explain-silence.ts'
import type { RunTrace } from '../../src/run/replay-rule.ts'
import { scheduledRunAt } from '../../src/run/scheduled-run.ts'
import { alert, duration, instant, nrt, scheduled } from '../sample.ts'

const rule = scheduled({ queryPeriod: duration('10m') })
const ten = instant('2026-03-02T10:00:00Z')
const minutes = (count: number): bigint => BigInt(count) * ticksPerMinute

/** Rows some minutes after ten o'clock, each arriving some minutes after it. */
const logs = (...rows: readonly (readonly [generated: number, arrived: number])[]): TypedTable => ({
  table: { name: 'SigninLogs', columns: [{ name: 'TimeGenerated', type: 'datetime' }] },
  rows: rows.map(([generated]) => [ten + minutes(generated)]),
  ingested: rows.map(([, arrived]) => ten + minutes(arrived)),
})

const ran = (after: number, rows: number, alerts = 0): RunTrace => ({
  kind: 'ran',
  tables: [],
  scheduled: scheduledRunAt(rule, ten + minutes(after)),
  rows,
  alerts,
})

/** Only stored logs are counted by the engine. */
const uncounted: Pick<Engine, 'countRows'> = { countRows: () => Promise.reject(new Error('not a stored log')) }

describe('what a run sees of a table', () => {
  const table = logs([-11, -11], [-10, -10], [-1, 5], [-1, 6], [0, 0])

  it('is what lies in the window and arrived in time', () => {
    expect(viewOf(table, scheduledRunAt(rule, ten))).toEqual({ table: 'SigninLogs', rows: 5, inWindow: 3, visible: 2 })
  })

  it('is what arrived in its minute for a near-real-time rule', () => {
    expect(viewOf(table, scheduledRunAt(nrt(), ten + minutes(6)))).toMatchObject({ inWindow: 1, visible: 1 })
  })

  it('is all that lies in the window if no row arrived late', () => {
    const { ingested: _, ...prompt } = table
    expect(viewOf(prompt, scheduledRunAt(rule, ten))).toMatchObject({ inWindow: 3, visible: 3 })
  })

  it('is nothing of rows without a time', () => {
    expect(viewOf({ ...table, rows: table.rows.map(() => [null]) }, scheduledRunAt(rule, ten)).inWindow).toBe(0)
  })
})

describe('the explanation of silence', () => {
  it('distinguishes late rows from rows outside the window', async () => {
    const data = { tables: [logs([-1, 5], [-1, 6], [3, 3])] }
    expect(await explainSilence(rule, [ran(0, 0)], data, uncounted)).toEqual([
      '2026-03-02T10:00:00Z: SigninLogs 2 of 3 rows in the window, 1 arrived in time; the query returned 0 rows; the trigger needs more than 0 rows',
    ])
  })

  it('puts runs that went alike on one line, up to one that raised something', async () => {
    const suppressed = (after: number): RunTrace => ({
      kind: 'suppressed',
      scheduled: scheduledRunAt(rule, ten + minutes(after)),
    })
    const runs = [ran(0, 0), ran(5, 0), ran(10, 3, 1), suppressed(15), suppressed(20), ran(25, 0)]
    const silent = 'the query returned 0 rows; the trigger needs more than 0 rows'
    expect(await explainSilence(rule, runs, { tables: [] }, uncounted)).toEqual([
      `2026-03-02T10:00:00Z to 2026-03-02T10:05:00Z: ${silent}`,
      '2026-03-02T10:15:00Z to 2026-03-02T10:20:00Z: suppressed; the query did not run',
      `2026-03-02T10:25:00Z: ${silent}`,
    ])
  })
})

describe('the description of runs', () => {
  it('says what each raised, or what its trigger needs', async () => {
    const runs = [ran(0, 3, 1), ran(5, 3, 1), ran(10, 0)]
    expect(await describeRuns(rule, runs, { tables: [logs([-1, -1])] }, uncounted)).toEqual([
      '2026-03-02T10:00:00Z to 2026-03-02T10:05:00Z: SigninLogs 1 of 1 rows in the window; the query returned 3 rows; 1 alert',
      '2026-03-02T10:10:00Z: SigninLogs 0 of 1 rows in the window; the query returned 0 rows; the trigger needs more than 0 rows',
    ])
  })
})

describe('the description of runs over stored logs', () => {
  const { table } = logs()
  const stored = (rowCount: number) =>
    ({ tables: [], logs: [{ table, parts: [{ log: { rowCount } }, logs([0, 0])] }] }) as unknown as Dataset
  const counting: Pick<Engine, 'countRows'> = {
    countRows: (_, { to }) => Promise.resolve({ rows: 9, inWindow: to === ten ? 4 : 2, visible: 2 }),
  }
  const runs = [ran(0, 0), ran(5, 0), ran(10, 0)]

  it('has what the database counts', async () => {
    const rest = 'the query returned 0 rows; the trigger needs more than 0 rows'
    expect(await describeRuns(rule, runs, stored(8), counting)).toEqual([
      `2026-03-02T10:00:00Z: SigninLogs 4 of 9 rows in the window, 2 arrived in time; ${rest}`,
      `2026-03-02T10:05:00Z to 2026-03-02T10:10:00Z: SigninLogs 2 of 9 rows in the window; ${rest}`,
    ])
  })

  // The limit is on rows times runs, and the first run is always described.
  it.each([
    [9_999_999, '1 more run is not explained'],
    [19_999_999, '2 more runs are not explained'],
    [90_000_000, '2 more runs are not explained'],
  ])('ends where counting %i rows again would take too long', async (rowCount, last) => {
    expect((await describeRuns(rule, runs, stored(rowCount), counting)).at(-1)).toBe(last)
  })
})

describe('the description of a replay', () => {
  const described = async (described: typeof rule | ReturnType<typeof nrt>, runs: readonly RunTrace[]) =>
    (await describeReplay(described, { runs, alerts: [], incidents: [] }, { tables: [] }, uncounted))[0]

  it('begins with the window, or the windows of all runs', async () => {
    expect(await described(rule, [ran(0, 0)])).toBe(
      '1 run, window 2026-03-02T09:50:00Z to 2026-03-02T10:00:00Z by TimeGenerated',
    )
    expect(await described(rule, [ran(0, 0), ran(5, 0)])).toBe(
      '2 runs, windows of 10m from 2026-03-02T09:50:00Z to 2026-03-02T10:05:00Z by TimeGenerated',
    )
  })

  it('ends with what was raised', async () => {
    const last = async (alerts: number, incidents: number) => {
      const raised = { alerts: Array(alerts).fill(alert()), incidents: Array(incidents).fill({}) }
      return (await describeReplay(rule, { runs: [ran(0, 0)], ...raised }, { tables: [] }, uncounted)).at(-1)
    }
    expect(await last(0, 0)).toBe('0 alerts')
    expect(await last(1, 1)).toBe('1 alert, 1 incident')
    expect(await last(3, 2)).toBe('3 alerts, 2 incidents')
  })

  it('says that a near-real-time rule goes by ingestion time', async () => {
    const run: RunTrace = { kind: 'suppressed', scheduled: scheduledRunAt(nrt(), ten) }
    expect(await described(nrt(), [run])).toMatch(/^1 run, window .* by ingestion time$/)
  })
})

describe('tables of one name', () => {
  it('add up, also where their open columns differ', () => {
    const part = (column: string, value: string): TypedTable => ({
      table: {
        name: 'AzureDiagnostics',
        columns: [
          { name: 'Category', type: 'string' },
          { name: column, type: column.endsWith('_s') ? 'string' : 'real' },
        ],
      },
      rows: [[value, column.endsWith('_s') ? 'x' : 1]],
      ingested: [ten],
    })
    expect(mergeTables([part('a_s', 'first'), logs([0, 0]), part('b_d', 'second')]).tables).toEqual([
      {
        table: {
          name: 'AzureDiagnostics',
          columns: [
            { name: 'Category', type: 'string' },
            { name: 'a_s', type: 'string' },
            { name: 'b_d', type: 'real' },
          ],
        },
        rows: [
          ['first', 'x', null],
          ['second', '', 1],
        ],
        ingested: [ten, ten],
      },
      logs([0, 0]),
    ])
  })
})
