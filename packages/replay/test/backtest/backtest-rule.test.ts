import type { QueryDiagnostic, RunAnswer } from '@tripline/kql/engine'
import { ticksPerDay, ticksPerHour } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { type AnswerRuns, type BacktestDay, backtestRule } from '../../src/index.ts'
import { duration, instant, located, mapping, rowsOf, scheduled } from '../sample.ts'

const first = instant('2026-03-01T00:00:00Z')
const range = { from: first, to: first + 2n * ticksPerDay }
const hours = (count: number): bigint => first + BigInt(count) * ticksPerHour

/** Runs at 00:00, 06:00, 12:00 and 18:00. */
const everySixHours = {
  queryFrequency: duration('6h'),
  entityMappings: [mapping('IP', { Address: 'Address' })],
}
const rule = scheduled(everySixHours)
const suppressing = scheduled({
  ...everySixHours,
  suppression: { enabled: located(true), duration: duration('12h') },
})

const rowsWith = (addresses: readonly string[]): RunAnswer => ({
  ok: true,
  rows: rowsOf(
    { Address: 'string' },
    addresses.map(address => [address]),
  ),
  tables: ['SigninLogs'],
  diagnostics: [],
})

const finding = (severity: 'error' | 'warning', message: string): QueryDiagnostic => ({
  kind: 'semantic',
  severity,
  code: 'KS142',
  message,
  start: 0,
  end: 0,
})

/** Answers by the hour of the run, counted from the start of the first day; without rows elsewhere. Notes what is asked. */
function script(answers: Readonly<Record<number, RunAnswer>>) {
  const asked: bigint[] = []
  const together: number[] = []
  const answer: AnswerRuns = async function* (_, runs) {
    together.push(runs.length)
    for (const { at } of runs) {
      asked.push(at)
      yield answers[Number((at - first) / ticksPerHour)] ?? rowsWith([])
    }
  }
  return { answer, asked, together }
}

async function backtest(
  answers: Readonly<Record<number, RunAnswer>>,
  { of = rule, kept }: { readonly of?: typeof rule; readonly kept?: ReadonlyMap<string, BacktestDay> } = {},
) {
  const { answer, asked, together } = script(answers)
  const days: BacktestDay[] = []
  for await (const day of backtestRule(of, { kql: of.query.value, timeout: 1_000 }, range, answer, kept)) days.push(day)
  return { days, asked, together }
}

const shown = ({ day, runs, alerts, suppressed }: BacktestDay) => [
  day,
  runs,
  alerts,
  suppressed.runs,
  suppressed.alerts,
]

describe('a backtest', () => {
  test('asks once about each run, and counts runs, alerts, entities and tables by day', async () => {
    const { days, asked } = await backtest({
      0: rowsWith(['192.0.2.1', '192.0.2.2']),
      6: rowsWith(['192.0.2.1']),
      66: rowsWith(['192.0.2.3']),
    })
    expect(asked).toEqual(Array.from({ length: 12 }, (_, run) => hours(6 * run)))
    expect(days.map(shown)).toEqual([
      ['2026-03-01', 4, 2, 0, 0],
      ['2026-03-02', 4, 0, 0, 0],
      ['2026-03-03', 4, 1, 0, 0],
    ])
    expect(days.map(({ entities }) => [...entities])).toEqual([
      [
        ['{"IP":{"Address":"192.0.2.1"}}', 2],
        ['{"IP":{"Address":"192.0.2.2"}}', 1],
      ],
      [],
      [['{"IP":{"Address":"192.0.2.3"}}', 1]],
    ])
    expect(days.map(({ tables }) => tables)).toEqual(Array(3).fill(['SigninLogs']))
    expect(days.map(({ firedAt }) => firedAt)).toEqual([hours(6), hours(6), hours(66)])
  })

  test('of a rule that has not fired knows no alert', async () => {
    const { days } = await backtest({})
    expect(days.map(day => 'firedAt' in day || 'failedAt' in day)).toEqual([false, false, false])
  })

  test('has days without a run', async () => {
    const { days } = await backtest({}, { of: scheduled({ queryFrequency: duration('2d') }) })
    expect(days.map(shown)).toEqual([
      ['2026-03-01', 1, 0, 0, 0],
      ['2026-03-02', 0, 0, 0, 0],
      ['2026-03-03', 1, 0, 0, 0],
    ])
  })

  test('counts apart what suppression skips, also on the day after', async () => {
    // 18:00 fires, so 00:00 is suppressed. 06:00, where that ends, fires, so 12:00 is suppressed.
    const { days } = await backtest(
      { 18: rowsWith(['192.0.2.1']), 24: rowsWith(['192.0.2.1', '192.0.2.2']), 30: rowsWith(['192.0.2.3']) },
      { of: suppressing },
    )
    expect(days.map(shown)).toEqual([
      ['2026-03-01', 4, 1, 0, 0],
      ['2026-03-02', 2, 1, 2, 1],
      ['2026-03-03', 4, 0, 0, 0],
    ])
    expect(days.map(({ entities }) => [...entities.keys()])).toEqual([
      ['{"IP":{"Address":"192.0.2.1"}}'],
      ['{"IP":{"Address":"192.0.2.3"}}'],
      [],
    ])
  })

  test('ends a day at the run that fails, with its errors alone, and goes on with the next', async () => {
    const failed: RunAnswer = {
      ok: false,
      diagnostics: [finding('error', 'refused'), finding('warning', 'slow')],
    }
    const { days, asked } = await backtest({ 0: rowsWith(['192.0.2.1']), 12: failed, 24: rowsWith(['192.0.2.1']) })
    expect(asked).toHaveLength(3 + 4 + 4)
    expect(days.map(shown)).toEqual([
      ['2026-03-01', 2, 1, 0, 0],
      ['2026-03-02', 4, 1, 0, 0],
      ['2026-03-03', 4, 0, 0, 0],
    ])
    expect(days.map(({ failedAt }) => failedAt)).toEqual([hours(12), undefined, undefined])
    expect(days.map(({ diagnostics }) => diagnostics.map(({ message }) => message))).toEqual([['refused'], [], []])
  })

  test.each([
    ['6h', [12]],
    ['10m', [288, 144]],
    ['5m', [288, 288, 288]],
    ['4m', [360, 360, 360]],
  ])('of a run every %s asks together about days of up to 288 runs: %j', async (every, runs) => {
    const { days, together } = await backtest({}, { of: scheduled({ queryFrequency: duration(every) }) })
    expect(together).toEqual(runs)
    expect(days.map(day => day.runs)).toEqual(Array(3).fill(runs.reduce((sum, count) => sum + count) / 3))
  })

  test('asks anew about the days after a failure', async () => {
    const failed: RunAnswer = { ok: false, diagnostics: [finding('error', 'refused')] }
    const { together } = await backtest({ 6: failed, 66: failed })
    expect(together).toEqual([12, 8])
  })

  test('has a warning of several runs once a day', async () => {
    const warned = (...messages: readonly string[]): RunAnswer => ({
      ...rowsWith([]),
      diagnostics: messages.map(message => finding('warning', message)),
    })
    const { days } = await backtest({ 0: warned('slow', 'odd'), 6: warned('slow') })
    expect(days[0]!.diagnostics.map(({ message, severity }) => [message, severity])).toEqual([
      ['slow', 'warning'],
      ['odd', 'warning'],
    ])
  })
})

describe('a backtest that is resumed', () => {
  const kept = (day: string, more: Partial<BacktestDay> = {}): readonly [string, BacktestDay] => [
    day,
    {
      day,
      runs: 4,
      alerts: 9,
      suppressed: { runs: 0, alerts: 0 },
      entities: new Map(),
      tables: [],
      diagnostics: [],
      ...more,
    },
  ]

  test('asks only about the days after those that are known, and knows when the rule last fired', async () => {
    const { days, asked } = await backtest(
      { 24: rowsWith(['192.0.2.1']) },
      { of: suppressing, kept: new Map([kept('2026-03-01', { firedAt: hours(18) })]) },
    )
    expect(asked[0]).toBe(hours(24))
    expect(days.map(shown)).toEqual([
      ['2026-03-01', 4, 9, 0, 0],
      ['2026-03-02', 3, 0, 1, 1],
      ['2026-03-03', 4, 0, 0, 0],
    ])
  })

  test('does not use a day after one that is not known: what suppression skips may differ', async () => {
    const { days, asked } = await backtest({}, { kept: new Map([kept('2026-03-02'), kept('2026-03-03')]) })
    expect(asked).toHaveLength(12)
    expect(days.map(({ alerts }) => alerts)).toEqual([0, 0, 0])
  })
})

test('the days of a rule end with the last one, and start at midnight', async () => {
  const { answer, asked } = script({})
  const oneDay = { from: first, to: first }
  const days: string[] = []
  const query = { kql: rule.query.value, timeout: 1_000 }
  for await (const { day } of backtestRule(rule, query, oneDay, answer)) days.push(day)
  expect([days, asked.at(0), asked.at(-1)]).toEqual([['2026-03-01'], hours(0), hours(18)])
})
