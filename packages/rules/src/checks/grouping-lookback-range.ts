import { ticksPerDay, ticksPerMinute } from '@tripline/schemas'
import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

export const groupingLookbackRange = defineCheck({
  id: 'grouping-lookback-range',
  severity: 'error',
  kinds: analyticsKinds,
  says: (text: string) => `lookbackDuration is ${text}; Sentinel accepts 5 minutes to 7 days`,
  *run({ incidentConfiguration }) {
    const lookback = incidentConfiguration?.groupingConfiguration?.lookbackDuration
    if (!lookback) return
    const { ticks, text } = lookback.value
    if (ticks < 5n * ticksPerMinute || ticks > 7n * ticksPerDay) yield this.at(lookback, text)
  },
})
