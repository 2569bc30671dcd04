import { defineCheck } from '../checking/check.ts'
import { mappingKinds } from '../document/rule.ts'
import { type EntityType, entityTypes } from '../sentinel/entity-type.ts'

/** Identifiers that make an entity unique, alone or beside its name, for types that also have weaker ones. */
const strong: Readonly<Partial<Record<EntityType, readonly string[]>>> = {
  Account: ['FullName', 'UPNSuffix', 'NTDomain', 'DnsDomain', 'AadUserId', 'Sid', 'PUID', 'ObjectGuid'],
  Host: ['FullName', 'NTDomain', 'DnsDomain', 'AzureID', 'OMSAgentID'],
}

export const entityWeak = defineCheck({
  id: 'entity-weak',
  severity: 'info',
  kinds: mappingKinds,
  says: (type: string, given: string) =>
    `${given} alone does not distinguish one ${type} from another with the same name`,
  fix: type => (type === 'Account' ? 'add UPNSuffix or NTDomain, or map AadUserId' : 'add DnsDomain or NTDomain'),
  *run({ entityMappings }) {
    for (const { entityType, fieldMappings, isPartial } of entityMappings) {
      if (isPartial) continue
      const given = fieldMappings.map(({ identifier }) => identifier.value)
      const isGiven = (name: string): boolean => given.includes(name)
      const unique = strong[entityType.value]
      // Another check reports mappings that identify nothing.
      const isEntity = entityTypes[entityType.value].required.some(set => set.every(isGiven))
      if (!unique || !isEntity || unique.some(isGiven)) continue
      yield this.at(fieldMappings[0]!.identifier, entityType.value, given.join(' and '))
    }
  },
})
