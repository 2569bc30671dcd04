import { ticksPerDay, ticksPerMinute } from '@tripline/schemas'
import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

export const suppressionRange = defineCheck({
  id: 'suppression-range',
  severity: 'error',
  kinds: analyticsKinds,
  says: (text: string) => `suppressionDuration is ${text}; Sentinel accepts 5 minutes to 24 hours`,
  *run({ suppression }) {
    if (!suppression?.enabled.value) return
    const { ticks, text } = suppression.duration.value
    if (ticks < 5n * ticksPerMinute || ticks > ticksPerDay) yield this.at(suppression.duration, text)
  },
})
