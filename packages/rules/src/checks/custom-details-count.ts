import { defineCheck } from '../checking/check.ts'
import { alertingKinds } from '../document/rule.ts'

const limit = 20

export const customDetailsCount = defineCheck({
  id: 'custom-details-count',
  severity: 'error',
  kinds: alertingKinds,
  says: (count: number) => `the rule has ${count} custom details; Sentinel accepts at most ${limit}`,
  *run({ customDetails }) {
    if (customDetails.length > limit) yield this.at(customDetails[limit]!.key, customDetails.length)
  },
})
