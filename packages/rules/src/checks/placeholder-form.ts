import { defineCheck } from '../checking/check.ts'
import { formatsOf, placeholdersOf } from '../document/placeholder.ts'
import { alertingKinds } from '../document/rule.ts'

export const placeholderForm = defineCheck({
  id: 'placeholder-form',
  severity: 'error',
  kinds: alertingKinds,
  says: (placeholder: string) => `{{${placeholder}}} is not the exact name of a column`,
  fix: placeholder => (/^\w+$/.test(placeholder.trim()) ? `write {{${placeholder.trim()}}}` : undefined),
  *run({ alertDetailsOverride }) {
    for (const format of formatsOf(alertDetailsOverride)) {
      for (const placeholder of placeholdersOf(format.value)) {
        if (!/^[a-zA-Z_]\w*$/.test(placeholder)) yield this.at(format, placeholder)
      }
    }
  },
})
