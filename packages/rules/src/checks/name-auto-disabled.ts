import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

export const nameAutoDisabled = defineCheck({
  id: 'name-auto-disabled',
  severity: 'error',
  kinds: analyticsKinds,
  says: () => 'the name starts with AUTO DISABLED, the mark of a rule that Sentinel disabled because it kept failing',
  fix: () => 'fix the cause, which Sentinel appended to the description, then restore the name and the description',
  *run({ name }) {
    if (name && /^\s*AUTO DISABLED/i.test(name.value)) yield this.at(name)
  },
})
