import type { JsonValue } from '@tripline/diagnostics'
import { isError } from '@tripline/diagnostics'
import { instantText } from '@tripline/replay'
import { formatDatetime } from '@tripline/schemas'
import type { Backtest } from './backtest.ts'

/** A backtest as its readers want it. */
export interface BacktestSummary {
  readonly rule: string
  readonly parameters: Backtest['parameters']
  /** In UTC, both included. */
  readonly from: string
  readonly to: string
  readonly alerts: number
  /** Of the days that did not fail. */
  readonly alertsPerDay: number
  readonly suppressed: { readonly runs: number; readonly alerts: number }
  readonly days: readonly {
    readonly day: string
    readonly runs: number
    readonly alerts: number
    readonly suppressed: { readonly runs: number; readonly alerts: number }
    /** The run that failed, after which the day ended. */
    readonly failed?: { readonly at: string; readonly reason: string }
  }[]
  /** Those in most alerts first. */
  readonly entities: readonly { readonly entity: JsonValue; readonly alerts: number }[]
  readonly scanned: Backtest['scanned']
}

const mostEntities = 20

export function summarizeBacktest({ rule, parameters, range, days, scanned }: Backtest): BacktestSummary {
  const sum = (count: (day: (typeof days)[number]) => number) => days.reduce((total, day) => total + count(day), 0)
  const whole = days.filter(({ failedAt }) => failedAt === undefined)
  const alerts = sum(day => day.alerts)
  const counts = new Map<string, number>()
  for (const { entities } of days) {
    for (const [entity, count] of entities) counts.set(entity, (counts.get(entity) ?? 0) + count)
  }
  return {
    rule: rule.file.path,
    parameters,
    from: dayText(range.from),
    to: dayText(range.to),
    alerts,
    alertsPerDay: whole.length === 0 ? 0 : whole.reduce((total, day) => total + day.alerts, 0) / whole.length,
    suppressed: { runs: sum(day => day.suppressed.runs), alerts: sum(day => day.suppressed.alerts) },
    days: days.map(({ day, runs, alerts: raised, suppressed, failedAt, diagnostics }) => ({
      day,
      runs,
      alerts: raised,
      suppressed,
      ...(failedAt !== undefined && {
        failed: { at: instantText(failedAt), reason: diagnostics.find(isError)?.message ?? '' },
      }),
    })),
    entities: [...counts]
      .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
      .slice(0, mostEntities)
      .map(([entity, count]) => ({ entity: JSON.parse(entity) as JsonValue, alerts: count })),
    scanned,
  }
}

const dayText = (ticks: bigint): string => formatDatetime(ticks).slice(0, 10)
