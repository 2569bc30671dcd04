import { didYouMean } from '@tripline/diagnostics'
import { defineCheck } from '../checking/check.ts'
import { queryKinds } from '../document/rule.ts'

export const customDetailColumnMissing = defineCheck({
  id: 'custom-detail-column-missing',
  severity: 'error',
  kinds: queryKinds,
  says: (column: string, _near?: string) => `the query returns no column ${column}`,
  fix: (_column, near) => didYouMean(near),
  *run({ customDetails }, { analysed }) {
    const { result } = analysed ?? {}
    if (!result) return
    for (const { columnName } of customDetails) {
      if (!result.has(columnName.value)) yield this.at(columnName, columnName.value, result.nearest(columnName.value))
    }
  },
})
