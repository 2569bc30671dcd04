import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

const limit = 3

export const entityIdentifiersCount = defineCheck({
  id: 'entity-identifiers-count',
  severity: 'error',
  kinds: analyticsKinds,
  says: (count: number) => `the mapping has ${count} identifiers; Sentinel accepts 1 to ${limit}`,
  *run({ entityMappings }) {
    for (const mapping of entityMappings) {
      const count = mapping.fieldMappings.length
      if (count === 0 && !mapping.isPartial) yield this.at(mapping.entityType, count)
      if (count > limit) yield this.at(mapping.fieldMappings[limit]!.identifier, count)
    }
  },
})
