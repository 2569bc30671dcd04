import type { Span } from '@tripline/diagnostics'
import type { AlertingRule, TestCase } from '@tripline/rules'

/** The span of a case's schedule. */
export function scheduleSpan({ schedule }: TestCase): Span {
  if (schedule.kind === 'once') return schedule.at.span
  const [first, last] = [schedule.from.span, schedule.to.span].sort((a, b) => a.start - b.start)
  return { ...first!, end: last!.end }
}

/** The delay of rows without an ingestion time, in ticks: of the case, or else of the rule, or else zero. */
export function ingestionDelayOf({ schedule }: TestCase, rule: AlertingRule): bigint {
  const own = schedule.kind === 'replay' ? schedule.ingestionDelay : undefined
  return (own ?? rule.tripline.ingestionDelay)?.value.ticks ?? 0n
}
