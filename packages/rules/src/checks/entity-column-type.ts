import { defineCheck } from '../check.ts'
import { queryKinds } from '../rule.ts'

export const entityColumnType = defineCheck({
  id: 'entity-column-type',
  severity: 'warning',
  kinds: queryKinds,
  says: (identifier: string, column: string) =>
    `${column} is dynamic: the identifier ${identifier} would be JSON text, which matches no other alert's entity`,
  fix: (_identifier, column) => `take one value out of it, as in tostring(${column}[0])`,
  *run({ entityMappings }, { result }) {
    for (const { identifier, columnName } of entityMappings.flatMap(mapping => mapping.fieldMappings)) {
      if (result?.typeOf(columnName.value) === 'dynamic') yield this.at(columnName, identifier.value, columnName.value)
    }
  },
})
