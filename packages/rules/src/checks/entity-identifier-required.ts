import { defineCheck } from '../check.ts'
import { entityTypes } from '../entity-type.ts'
import { alertingKinds } from '../rule.ts'

export const entityIdentifierRequired = defineCheck({
  id: 'entity-identifier-required',
  severity: 'error',
  kinds: alertingKinds,
  says: (type: string, wanted: string) => `these identifiers make no ${type}; it needs ${wanted}`,
  *run({ entityMappings }) {
    for (const { entityType, fieldMappings } of entityMappings) {
      const required: readonly (readonly string[])[] = entityTypes[entityType.value].required
      const given = new Set(fieldMappings.map(({ identifier }) => identifier.value))
      if (given.size === 0 || required.some(set => set.every(identifier => given.has(identifier)))) continue
      yield this.at(entityType, entityType.value, required.map(set => set.join(' and ')).join(' or '))
    }
  },
})
