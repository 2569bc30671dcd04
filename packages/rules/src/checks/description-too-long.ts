import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

const limit = 5000

export const descriptionTooLong = defineCheck({
  id: 'description-too-long',
  severity: 'error',
  kinds: analyticsKinds,
  says: (length: number) => `the description has ${length} characters; Sentinel accepts at most ${limit}`,
  *run({ description }) {
    if (description && description.value.length > limit) yield this.at(description, description.value.length)
  },
})
