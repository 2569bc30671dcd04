import { defineCheck } from '../checking/check.ts'

export const triggerNever = defineCheck({
  id: 'trigger-never',
  severity: 'error',
  kinds: ['Scheduled'],
  says: () => 'no result has fewer than 0 rows, so the rule can never fire',
  *run({ triggerOperator, triggerThreshold }) {
    if (triggerOperator?.value === 'LessThan' && triggerThreshold?.value === 0) yield this.at(triggerOperator)
  },
})
