import { nearest, startOf } from '@tripline/diagnostics'
import { defineCheck } from '../checking/check.ts'
import { alertingKinds } from '../document/rule.ts'

export const descriptionMissing = defineCheck({
  id: 'description-missing',
  severity: 'warning',
  kinds: alertingKinds,
  says: () => 'the rule has no description to help the analyst who gets its incident',
  *run({ description, file }, { unknownKeys }) {
    const isMisspelt = nearest('description', unknownKeys) !== undefined
    if (!description?.value.trim() && !isMisspelt) yield this.at(description ?? { span: startOf(file) })
  },
})
