import { defineCheck } from '../checking/check.ts'

export const periodBelowFrequency = defineCheck({
  id: 'period-below-frequency',
  severity: 'error',
  kinds: ['Scheduled'],
  says: (period: string, frequency: string) =>
    `the rule looks back ${period} but runs every ${frequency}, so it misses the time in between`,
  *run({ queryPeriod, queryFrequency }) {
    if (!queryPeriod || !queryFrequency || queryPeriod.value.ticks >= queryFrequency.value.ticks) return
    yield this.at(queryPeriod, queryPeriod.value.text, queryFrequency.value.text)
  },
})
