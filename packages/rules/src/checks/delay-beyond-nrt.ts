import { ticksPerHour } from '@tripline/schemas'
import { defineCheck } from '../checking/check.ts'

/** NRT rules do not see rows that arrive later than this. */
const limit = 12n * ticksPerHour

export const delayBeyondNrt = defineCheck({
  id: 'delay-beyond-nrt',
  severity: 'warning',
  kinds: ['NRT'],
  says: (delay: string) => `rows may arrive ${delay} late, but an NRT rule only sees rows that arrive within 12 hours`,
  fix: () => 'use a scheduled rule whose queryPeriod covers the delay',
  *run({ tripline: { ingestionDelay: delay } }) {
    if (delay && delay.value.ticks >= limit) yield this.at(delay, delay.value.text)
  },
})
