import { didYouMean } from '@tripline/diagnostics'
import { defineCheck } from '../checking/check.ts'
import { queryKinds } from '../document/rule.ts'

export const entityColumnMissing = defineCheck({
  id: 'entity-column-missing',
  severity: 'error',
  kinds: queryKinds,
  says: (column: string, _near?: string) => `the query returns no column ${column}`,
  fix: (_column, near) => didYouMean(near),
  *run(rule, { analysed }) {
    const { result } = analysed ?? {}
    if (!result) return
    const mapped = rule.entityMappings.flatMap(mapping => mapping.fieldMappings.map(({ columnName }) => columnName))
    const whole = rule.kind === 'Hunting' ? [] : rule.sentinelEntitiesMappings
    for (const column of [...mapped, ...whole]) {
      if (!result.has(column.value)) yield this.at(column, column.value, result.nearest(column.value))
    }
  },
})
