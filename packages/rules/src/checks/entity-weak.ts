import { defineCheck } from '../checking/check.ts'
import { mappingKinds } from '../document/rule.ts'
import { type EntityType, entityTypes } from '../sentinel/entity-type.ts'

/** Sets of identifiers that each identify an entity uniquely, for types that also have weaker identifiers. */
const strong: Readonly<Partial<Record<EntityType, readonly (readonly string[])[]>>> = {
  Account: [
    ['FullName'],
    ['Name', 'UPNSuffix'],
    ['Name', 'NTDomain'],
    ['Name', 'DnsDomain'],
    ['AadUserId'],
    ['Sid'],
    ['PUID'],
    ['ObjectGuid'],
  ],
  Host: [
    ['FullName'],
    ['HostName', 'NTDomain'],
    ['HostName', 'DnsDomain'],
    ['NetBiosName', 'NTDomain'],
    ['NetBiosName', 'DnsDomain'],
    ['AzureID'],
    ['OMSAgentID'],
  ],
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
      const sets = strong[entityType.value]
      const has = (set: readonly string[]): boolean => set.every(name => given.includes(name))
      // Another check reports mappings that identify nothing.
      if (!sets || !entityTypes[entityType.value].required.some(has) || sets.some(has)) continue
      yield this.at(fieldMappings[0]!.identifier, entityType.value, given.join(' and '))
    }
  },
})
