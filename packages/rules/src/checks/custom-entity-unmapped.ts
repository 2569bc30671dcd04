import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'
import { codeOf, spanInQuery } from '../query/query-span.ts'

const legacy = /\b(?:Account|Host|IP|URL|Process|FileHash)CustomEntity\b/g

export const customEntityUnmapped = defineCheck({
  id: 'custom-entity-unmapped',
  severity: 'warning',
  kinds: analyticsKinds,
  says: (column: string) => `no entity mapping uses ${column}; its name alone no longer creates an entity`,
  *run({ query, entityMappings }) {
    if (!query) return
    const mapped = new Set(
      entityMappings.flatMap(({ fieldMappings }) => fieldMappings.map(field => field.columnName.value)),
    )
    for (const { 0: column, index } of codeOf(query.value).matchAll(legacy)) {
      if (mapped.has(column)) continue
      mapped.add(column)
      yield this.at({ span: spanInQuery(query, index, index + column.length) }, column)
    }
  },
})
