import type { Located } from '@tripline/diagnostics'
import { didYouMean } from '@tripline/diagnostics'
import { defineCheck } from '../checking/check.ts'
import { formatsOf, placeholdersOf } from '../document/placeholder.ts'
import { type AlertDetailsOverride, alertingKinds } from '../document/rule.ts'

/** Every column that an override names, including placeholders. */
function columnsOf(override: AlertDetailsOverride): readonly Located<string>[] {
  const placeholders = formatsOf(override).flatMap(({ value, span }) =>
    placeholdersOf(value).map(name => ({ value: name.trim(), span })),
  )
  const named = [override.alertTacticsColumnName, override.alertSeverityColumnName].filter(
    column => column !== undefined,
  )
  return [...placeholders, ...named, ...override.alertDynamicProperties.map(({ value }) => value)]
}

export const alertDetailColumnMissing = defineCheck({
  id: 'alert-detail-column-missing',
  severity: 'error',
  kinds: alertingKinds,
  says: (column: string, _near?: string) => `the query returns no column ${column}`,
  fix: (_column, near) => didYouMean(near),
  *run({ alertDetailsOverride }, { analysed }) {
    const { result } = analysed ?? {}
    if (!result || !alertDetailsOverride) return
    for (const column of columnsOf(alertDetailsOverride)) {
      if (!result.has(column.value)) yield this.at(column, column.value, result.nearest(column.value))
    }
  },
})
