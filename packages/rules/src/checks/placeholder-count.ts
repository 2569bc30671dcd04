import { defineCheck } from '../checking/check.ts'
import { formatsOf, placeholdersOf } from '../document/placeholder.ts'
import { alertingKinds } from '../document/rule.ts'

const limit = 3

export const placeholderCount = defineCheck({
  id: 'placeholder-count',
  severity: 'error',
  kinds: alertingKinds,
  says: (count: number) => `the text has ${count} placeholders; Sentinel accepts at most ${limit}`,
  *run({ alertDetailsOverride }) {
    for (const format of formatsOf(alertDetailsOverride)) {
      const count = placeholdersOf(format.value).length
      if (count > limit) yield this.at(format, count)
    }
  },
})
