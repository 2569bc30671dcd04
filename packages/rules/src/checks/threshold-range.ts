import { defineCheck } from '../checking/check.ts'

export const thresholdRange = defineCheck({
  id: 'threshold-range',
  severity: 'error',
  kinds: ['Scheduled'],
  says: (threshold: number) => `triggerThreshold is ${threshold}; Sentinel accepts whole numbers from 0 to 10000`,
  *run({ triggerThreshold: threshold }) {
    if (!threshold || (threshold.value >= 0 && threshold.value <= 10_000)) return
    yield this.at(threshold, threshold.value)
  },
})
