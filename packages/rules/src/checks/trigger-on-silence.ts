import { defineCheck } from '../checking/check.ts'
import type { TriggerOperator } from '../document/rule.ts'

/** Whether an empty result triggers the rule. */
const firesOnNothing: Readonly<Record<TriggerOperator, (threshold: number) => boolean>> = {
  GreaterThan: () => false,
  LessThan: threshold => threshold > 0,
  Equal: threshold => threshold === 0,
  NotEqual: threshold => threshold !== 0,
}

export const triggerOnSilence = defineCheck({
  id: 'trigger-on-silence',
  severity: 'info',
  kinds: ['Scheduled'],
  says: () => 'the rule also fires when the query returns no rows; such an alert has no entities',
  *run({ triggerOperator, triggerThreshold, entityMappings }) {
    if (!triggerOperator || !triggerThreshold || entityMappings.length === 0) return
    if (firesOnNothing[triggerOperator.value](triggerThreshold.value)) yield this.at(triggerOperator)
  },
})
