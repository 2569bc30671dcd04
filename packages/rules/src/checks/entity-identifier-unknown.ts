import { didYouMean, nearest } from '@tripline/diagnostics'
import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'
import { entityTypes } from '../sentinel/entity-type.ts'

export const entityIdentifierUnknown = defineCheck({
  id: 'entity-identifier-unknown',
  severity: 'error',
  kinds: analyticsKinds,
  says: (type: string, identifier: string, _near?: string) => `${type} has no identifier ${identifier}`,
  fix: (_type, _identifier, near) => didYouMean(near),
  *run({ entityMappings }) {
    for (const { entityType, fieldMappings } of entityMappings) {
      const known: readonly string[] = entityTypes[entityType.value].identifiers
      for (const { identifier } of fieldMappings) {
        if (known.includes(identifier.value)) continue
        yield this.at(identifier, entityType.value, identifier.value, nearest(identifier.value, known))
      }
    }
  },
})
