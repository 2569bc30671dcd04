import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'
import { type EntityShape, entityTypes } from '../sentinel/entity-type.ts'

export const entityIdentifierRequired = defineCheck({
  id: 'entity-identifier-required',
  severity: 'error',
  kinds: analyticsKinds,
  says: (type: string, wanted: string, _lacking: string) =>
    `these identifiers do not make a ${type}; it needs ${wanted}`,
  fix: (_type, _wanted, lacking) => `add a field mapping with the identifier ${lacking}`,
  *run({ entityMappings }) {
    for (const { entityType, fieldMappings, isPartial } of entityMappings) {
      if (isPartial) continue
      const { required, identifiers }: EntityShape = entityTypes[entityType.value]
      const given = new Set(fieldMappings.map(({ identifier }) => identifier.value))
      // A misspelt identifier may be the missing one.
      if ([...given].some(identifier => !identifiers.includes(identifier))) continue
      if (given.size === 0 || required.some(set => set.every(identifier => given.has(identifier)))) continue
      const lacking = required[0]!.filter(identifier => !given.has(identifier))
      const wanted = required.map(set => set.join(' and ')).join(' or ')
      yield this.at(entityType, entityType.value, wanted, lacking.join(' and '))
    }
  },
})
