import { counted } from '@tripline/diagnostics'
import type { AlertingRule, TriggerOperator } from '@tripline/rules'

interface Trigger {
  readonly holds: (rows: number, threshold: number) => boolean
  readonly says: string
}

const triggers: Readonly<Record<TriggerOperator, Trigger>> = {
  GreaterThan: { holds: (rows, threshold) => rows > threshold, says: 'more than' },
  LessThan: { holds: (rows, threshold) => rows < threshold, says: 'fewer than' },
  Equal: { holds: (rows, threshold) => rows === threshold, says: 'exactly' },
  NotEqual: { holds: (rows, threshold) => rows !== threshold, says: 'anything but' },
}

/** Only scheduled rules have a trigger; elsewhere any row raises an alert. */
const conditionOf = (rule: AlertingRule): readonly [Trigger, number] =>
  rule.kind === 'Scheduled'
    ? [triggers[rule.triggerOperator.value], rule.triggerThreshold.value]
    : [triggers.GreaterThan, 0]

/** Whether a run with this number of rows raises alerts. */
export function triggered(rule: AlertingRule, rows: number): boolean {
  const [trigger, threshold] = conditionOf(rule)
  return trigger.holds(rows, threshold)
}

/** The trigger in words: `more than 30 rows`. */
export function triggerText(rule: AlertingRule): string {
  const [trigger, threshold] = conditionOf(rule)
  return `${trigger.says} ${counted(threshold, 'row')}`
}
