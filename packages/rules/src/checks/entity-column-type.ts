import type { ColumnType } from '@tripline/schemas'
import { defineCheck } from '../checking/check.ts'
import { mappingKinds } from '../document/rule.ts'

/** Types whose text is never a name, an address or an id. */
const unnamed: ReadonlySet<ColumnType> = new Set(['bool', 'datetime', 'timespan', 'real', 'decimal'])

/** Identifiers that are not names: flags, times and measures. */
const valued = /^Is[A-Z]|Time|Date|Threats|CountBy|RiskLevel|^MailCount$|^Value$/

export const entityColumnType = defineCheck({
  id: 'entity-column-type',
  severity: 'warning',
  kinds: mappingKinds,
  says: (identifier: string, column: string, type: ColumnType) =>
    type === 'dynamic'
      ? `${column} is dynamic, so the identifier ${identifier} would be JSON text, which matches no entity of another alert`
      : `${column} is of type ${type}, which cannot be used as ${identifier}`,
  fix: (_identifier, column, type) => (type === 'dynamic' ? `take one value, as in tostring(${column}[0])` : undefined),
  *run(rule, { analysed }) {
    const whole = rule.kind === 'Hunting' ? [] : rule.sentinelEntitiesMappings
    for (const column of whole) {
      const type = analysed?.result?.typeOf(column.value)
      if (type && type !== 'string' && type !== 'dynamic') yield this.at(column, 'list of entities', column.value, type)
    }
    const { entityMappings } = rule
    for (const { identifier, columnName } of entityMappings.flatMap(mapping => mapping.fieldMappings)) {
      const type = analysed?.result?.typeOf(columnName.value)
      if (type === 'dynamic' || (type && unnamed.has(type) && !valued.test(identifier.value)))
        yield this.at(columnName, identifier.value, columnName.value, type)
    }
  },
})
