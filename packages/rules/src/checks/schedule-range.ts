import { ticksPerDay, ticksPerMinute } from '@tripline/schemas'
import { defineCheck } from '../checking/check.ts'

export const scheduleRange = defineCheck({
  id: 'schedule-range',
  severity: 'error',
  kinds: ['Scheduled'],
  says: (key: string, text: string, _nearest: string) => `${key} is ${text}; Sentinel accepts 5 minutes to 14 days`,
  fix: (key, _text, nearest) => `${key}: ${nearest}`,
  *run({ queryFrequency, queryPeriod }) {
    for (const [key, duration] of Object.entries({ queryFrequency, queryPeriod })) {
      if (!duration) continue
      const { ticks, text } = duration.value
      if (ticks < 5n * ticksPerMinute) yield this.at(duration, key, text, '5m')
      if (ticks > 14n * ticksPerDay) yield this.at(duration, key, text, '14d')
    }
  },
})
