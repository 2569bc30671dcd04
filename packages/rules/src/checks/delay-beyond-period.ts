import { ticksPerMinute } from '@tripline/schemas'
import { defineCheck } from '../checking/check.ts'

/** Sentinel runs a rule five minutes after its scheduled time, so rows up to this late have arrived. */
const grace = 5n * ticksPerMinute

export const delayBeyondPeriod = defineCheck({
  id: 'delay-beyond-period',
  severity: 'warning',
  kinds: ['Scheduled'],
  says: (delay: string) => `rows may arrive ${delay} late, and some would miss the last run that covers their time`,
  fix: () => 'raise queryPeriod to at least queryFrequency plus the delay, and filter by ingestion_time()',
  *run({ queryPeriod, queryFrequency, tripline: { ingestionDelay: delay } }) {
    if (!queryPeriod || !queryFrequency || !delay || delay.value.ticks <= grace) return
    if (queryPeriod.value.ticks >= queryFrequency.value.ticks + delay.value.ticks - grace) return
    yield this.at(queryPeriod, delay.value.text)
  },
})
