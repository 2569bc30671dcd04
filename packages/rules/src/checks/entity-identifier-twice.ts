import { defineCheck } from '../checking/check.ts'
import { alertingKinds } from '../document/rule.ts'

export const entityIdentifierTwice = defineCheck({
  id: 'entity-identifier-twice',
  severity: 'error',
  kinds: alertingKinds,
  says: (identifier: string) => `the mapping sets ${identifier} twice`,
  fix: () => 'map a second entity of the same type instead',
  *run({ entityMappings }) {
    for (const { fieldMappings } of entityMappings) {
      const seen = new Set<string>()
      for (const { identifier } of fieldMappings) {
        if (seen.has(identifier.value)) yield this.at(identifier, identifier.value)
        seen.add(identifier.value)
      }
    }
  },
})
