import type { Resource, ResourceBody } from '@tripline/azure'
import { isRecord } from '@tripline/diagnostics'
import type { Kind } from '../kind.ts'
import { compareFields, isDefault } from '../plan/compare-fields.ts'
import { leavesOf } from '../plan/field-change.ts'

type Properties = Resource['properties']

/**
 * What is stored, as like as possible to what is wanted: without defaults that the service has added, and where the two mean
 * the same, in the spelling of what is wanted.
 */
export function storedAlike(kind: Kind, body: ResourceBody, stored: Resource): Properties {
  const changed = new Set(compareFields(kind, body, stored).map(({ path }) => path))
  const own = Object.entries(stored.properties).filter(
    ([name]) => !kind.isPartial(body) || Object.hasOwn(body.properties, name),
  )
  const alike = withoutDefaults(kind, Object.fromEntries(own), body.properties, '')
  for (const [path, value] of leavesOf(body.properties)) if (!changed.has(path)) set(alike, path, value)
  return alike
}

/** Stored properties without those that only have what the service stores by default, unless they are wanted. */
export function withoutDefaults(
  kind: Kind,
  stored: Properties,
  wanted: Properties,
  path: string,
): Record<string, unknown> {
  const kept = Object.entries(stored).flatMap(([name, value]) => {
    const own = path === '' ? name : `${path}.${name}`
    const said = wanted[name]
    if (isRecord(value) && isRecord(said)) return [[name, withoutDefaults(kind, value, said, own)] as const]
    const isAdded =
      said === undefined && [...leavesOf(value, own)].every(([leaf, found]) => isDefault(kind, leaf, found))
    return isAdded ? [] : [[name, structuredClone(value)] as const]
  })
  return Object.fromEntries(kept)
}

/** Sets a leaf, if there is something for it to be part of. */
function set(root: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split(/[.[\]]+/).filter(name => name !== '')
  let owner: unknown = root
  for (const name of names.slice(0, -1)) owner = (owner as Record<string, unknown> | undefined)?.[name]
  if (owner) (owner as Record<string, unknown>)[names.at(-1)!] = value
}
