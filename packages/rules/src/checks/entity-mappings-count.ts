import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

const limit = 10

export const entityMappingsCount = defineCheck({
  id: 'entity-mappings-count',
  severity: 'error',
  kinds: analyticsKinds,
  says: (count: number) => `the rule maps ${count} entities; Sentinel accepts at most ${limit}`,
  *run({ entityMappings, sentinelEntitiesMappings }) {
    const mappings = [...entityMappings.map(({ entityType }) => entityType), ...sentinelEntitiesMappings]
    if (mappings.length > limit) yield this.at(mappings[limit]!, mappings.length)
  },
})
