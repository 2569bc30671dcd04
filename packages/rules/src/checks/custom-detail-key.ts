import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

export const customDetailKey = defineCheck({
  id: 'custom-detail-key',
  severity: 'error',
  kinds: analyticsKinds,
  says: (key: string) => `${key} is not a valid name for a custom detail`,
  fix: () => 'use a letter, then letters, digits and _; 20 characters at most',
  *run({ customDetails }) {
    for (const { key } of customDetails) {
      if (!/^[a-zA-Z]\w{0,19}$/.test(key.value)) yield this.at(key, key.value)
    }
  },
})
