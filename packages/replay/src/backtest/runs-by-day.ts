import type { AlertingRule } from '@tripline/rules'
import { formatDatetime, ticksPerDay } from '@tripline/schemas'
import { type ScheduledRun, scheduledRuns } from '../run/scheduled-run.ts'

/** The runs of a rule in one day of its history. */
export interface DayRuns {
  /** In UTC: `2026-03-01`. */
  readonly day: string
  readonly runs: readonly ScheduledRun[]
}

/** Days by their starts in ticks; both are included. */
export interface DayRange {
  readonly from: bigint
  readonly to: bigint
}

/** A rule's runs from the start of a day to the end of another, by day. Days without a run are included. */
export function* runsByDay(rule: AlertingRule, { from, to }: DayRange): Generator<DayRuns> {
  const { span } = rule
  const end = { value: to + ticksPerDay - 1n, span }
  const runs = scheduledRuns(rule, { kind: 'replay', from: { value: from, span }, to: end })
  let next = runs.next()
  for (let start = from; start <= to; start += ticksPerDay) {
    const ofDay: ScheduledRun[] = []
    for (; !next.done && next.value.at < start + ticksPerDay; next = runs.next()) ofDay.push(next.value)
    yield { day: formatDatetime(start).slice(0, 10), runs: ofDay }
  }
}
