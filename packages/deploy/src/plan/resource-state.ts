import type { DesiredResource, Kind, KindType } from '../kind.ts'
import { hashOfApplied, hashOfFields, hashOfWanted, isStored } from './compare-fields.ts'
import { keyOf, type StoredResources } from './stored-resources.ts'

/** A resource that the project or the workspace has. */
export interface ResourceState {
  readonly type: KindType
  readonly id: string
  readonly name: string
  /** Hash of the fields as the project wants them; absent if the project does not have the resource. */
  readonly wanted?: string
  /** Hash of the fields as they are stored, as far as the project sets them; absent if it is not stored. */
  readonly live?: string
  /** Whether it is stored as the project wants it; absent if it is not known what is stored. */
  readonly isEqual?: boolean
}

/** Compares all resources of a kind that people deploy, those of the project first. What is stored may not be known. */
export function compareResources(
  kind: Kind,
  desired: readonly DesiredResource[],
  stored: StoredResources | undefined,
): readonly ResourceState[] {
  const { type } = kind
  const own = desired.filter(one => one.type === type).map(one => (stored ? kind.identify(one, stored) : one))
  const known = new Set(own.map(keyOf))
  const others = [...(stored?.values() ?? [])].filter(one => kind.isContent(one) && !known.has(keyOf(one)))
  return [
    ...own.map((wanted): ResourceState => {
      const { id, name, body } = wanted
      const live = stored?.get(keyOf(wanted))
      return {
        type,
        id,
        name,
        wanted: hashOfWanted(kind, body),
        ...(live && { live: hashOfApplied(kind, body, live) }),
        ...(stored && { isEqual: live !== undefined && isStored(kind, body, live) }),
      }
    }),
    ...others.map(
      (live): ResourceState => ({
        type,
        id: live.id,
        name: kind.nameOf(live),
        live: hashOfFields(kind, live),
        isEqual: false,
      }),
    ),
  ]
}
