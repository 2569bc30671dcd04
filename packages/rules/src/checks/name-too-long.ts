import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

const limit = 256

export const nameTooLong = defineCheck({
  id: 'name-too-long',
  severity: 'error',
  kinds: analyticsKinds,
  says: (length: number) => `the name has ${length} characters; Sentinel accepts 1 to ${limit}`,
  *run({ name }) {
    if (name && (name.value.length > limit || name.value === '')) yield this.at(name, name.value.length)
  },
})
