import { defineCheck } from '../checking/check.ts'
import { alertingKinds } from '../document/rule.ts'

export const nameAutoDisabled = defineCheck({
  id: 'name-auto-disabled',
  severity: 'error',
  kinds: alertingKinds,
  says: () => 'the name starts with AUTO DISABLED, which is how Sentinel marks a rule that kept failing',
  fix: () => 'repair the cause, which Sentinel appended to the description, and restore name and description',
  *run({ name }) {
    if (name && /^\s*AUTO DISABLED/i.test(name.value)) yield this.at(name)
  },
})
