import { ticksPerDay, ticksPerHour } from '@tripline/schemas'
import { defineCheck } from '../checking/check.ts'

export const frequencyBelowHour = defineCheck({
  id: 'frequency-below-hour',
  severity: 'error',
  kinds: ['Scheduled'],
  says: (frequency: string, period: string) =>
    `a rule that looks back 2 days or more (${period}) can run at most once an hour, not every ${frequency}`,
  *run({ queryFrequency, queryPeriod }) {
    if (!queryPeriod || !queryFrequency) return
    if (queryPeriod.value.ticks < 2n * ticksPerDay || queryFrequency.value.ticks >= ticksPerHour) return
    yield this.at(queryFrequency, queryFrequency.value.text, queryPeriod.value.text)
  },
})
