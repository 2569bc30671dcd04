import type { RunWindow } from '@tripline/kql/engine'
import { type AlertingRule, type DetectionFrequency, isContinuous, type Schedule } from '@tripline/rules'
import { formatDatetime, ticksPerMinute } from '@tripline/schemas'
import { detectionWindow, nrtWindow, runsAgain, scheduledVisibleAt } from '../alert/decisions.ts'

/** One run of a rule: its scheduled time, which `now()` returns, and the rows it sees. */
export interface ScheduledRun {
  /** Ticks (100 ns since 0001-01-01). */
  readonly at: bigint
  readonly window: RunWindow
}

/** The run of a rule at `at`. This defines the edges of every window: start included, end excluded, `visibleAt` included. */
export function scheduledRunAt(rule: AlertingRule, at: bigint): ScheduledRun {
  if (rule.kind === 'NRT') return { at, window: { by: 'ingestion', ...nrtWindow(at), visibleAt: at } }
  if (rule.kind === 'CustomDetection')
    return { at, window: { by: 'ingestion', ...detectionRun(rule.frequency.value, at), visibleAt: at } }
  const from = at - rule.queryPeriod.value.ticks
  return { at, window: { by: 'TimeGenerated', from, to: at, visibleAt: scheduledVisibleAt(at) } }
}

const detectionRun = (frequency: DetectionFrequency, at: bigint) =>
  isContinuous(frequency) ? nrtWindow(at) : detectionWindow(at, frequency.lookback)

/** The number of runs of a schedule, computed without listing them; a frequency of zero would never end. */
export function countRuns(rule: AlertingRule, schedule: Schedule): number {
  if (schedule.kind === 'once') return 1
  const step = stepOf(rule)
  return step > 0n ? Number((schedule.to.value - schedule.from.value) / step) + 1 : Number.POSITIVE_INFINITY
}

/** The time from one run of a rule to the next (ticks). */
export function stepOf(rule: AlertingRule): bigint {
  if (rule.kind === 'Scheduled') return rule.queryFrequency.value.ticks
  return (rule.kind === 'CustomDetection' && rule.frequency.value.every) || ticksPerMinute
}

/** How far a run looks back (ticks). */
export function periodOf(rule: AlertingRule): bigint {
  if (rule.kind === 'Scheduled') return rule.queryPeriod.value.ticks
  return (rule.kind === 'CustomDetection' && rule.frequency.value.lookback) || ticksPerMinute
}

/** The runs of a schedule in order: `from`, `from` + frequency … up to and including `to`. Near-real-time rules, and continuous detections, run every minute. */
export function* scheduledRuns(rule: AlertingRule, schedule: Schedule): Generator<ScheduledRun> {
  if (schedule.kind === 'once') {
    yield scheduledRunAt(rule, schedule.at.value)
    return
  }
  const step = stepOf(rule)
  for (let at = schedule.from.value; at <= schedule.to.value; at += step) yield scheduledRunAt(rule, at)
}

/** Whether a run at `at` is skipped because the rule fired at `firedAt`. The query does not run at all. */
export function suppressed(rule: AlertingRule, at: bigint, firedAt: bigint | undefined): boolean {
  if (firedAt === undefined || !rule.suppression?.enabled.value) return false
  return !runsAgain(at, firedAt, rule.suppression.duration.value.ticks)
}

/** An instant for people: a whole second is shown without a fraction. */
export const instantText = (ticks: bigint): string => formatDatetime(ticks).replace(/\.0000000Z$/, 'Z')
