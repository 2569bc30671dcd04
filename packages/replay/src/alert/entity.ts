import { type EntityType, entityShape } from '@tripline/rules'
import { identifies, isAccountName } from './decisions.ts'

/** Someone or something that an alert is about. */
export interface Entity {
  readonly type: EntityType
  /** Never empty, values never empty, in the order of the type's identifiers. */
  readonly identifiers: Readonly<Record<string, string>>
}

/** An account with one of these built-in names identifies nobody, so Sentinel drops it from the alert. */
const genericAccountNames = [
  'ADMIN',
  'ADMINISTRATOR',
  'SYSTEM',
  'ROOT',
  'ANONYMOUS',
  'AUTHENTICATED USER',
  'NETWORK',
  'NULL',
  'LOCAL SYSTEM',
  'LOCALSYSTEM',
  'NETWORK SERVICE',
]

/** The entity with these identifiers; undefined if nothing identifies it. */
export function makeEntity(type: EntityType, identifiers: ReadonlyMap<string, string>): Entity | undefined {
  const known = (entityShape(type)?.identifiers ?? []).flatMap(name => {
    const value = identifiers.get(name) ?? ''
    return identifies(value) ? [[name, value] as const] : []
  })
  const name = type === 'Account' ? identifiers.get('Name') : undefined
  const generic = name !== undefined && genericAccountNames.some(listed => isAccountName(listed, name))
  return known.length === 0 || generic ? undefined : { type, identifiers: Object.fromEntries(known) }
}
