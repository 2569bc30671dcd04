import type { ArmAnswer, Collections, Resource, WorkspaceClient } from '@tripline/azure'
import type { KindType } from '../kind.ts'
import { kinds } from '../kinds.ts'
import { type Marks, marksIn } from './ownership.ts'

/** What planning and applying need of a workspace. */
export interface DeployClient extends Collections, Pick<WorkspaceClient, 'resource' | 'time'> {}

/** What a workspace holds of one type, by key. */
export type StoredResources = ReadonlyMap<string, Resource>

export interface ActualState extends Readonly<Record<KindType, StoredResources>> {
  /** Milliseconds since 1970. */
  readonly readAt: number
  readonly marks: Marks
}

/** Azure compares ids without case. */
export const keyOf = ({ id }: { readonly id: string }): string => id.toLowerCase()

export const byKey = (resources: readonly Resource[]): StoredResources =>
  new Map(resources.map(resource => [keyOf(resource), resource]))

/** Reads everything that a plan compares with: one list per kind, and the metadata. */
export async function readActual(client: DeployClient): Promise<ArmAnswer<ActualState>> {
  const readAll = async (type: KindType) => ({ type, list: await client[type].list() })
  const [metadata, ...lists] = await Promise.all([client.metadata.list(), ...kinds.map(({ type }) => readAll(type))])
  if (!metadata.ok) return metadata
  const entries: [KindType, StoredResources][] = []
  for (const { type, list } of lists) {
    if (!list.ok) return list
    entries.push([type, byKey(list.value)])
  }
  const resources = Object.fromEntries(entries) as Record<KindType, StoredResources>
  return { ok: true, value: { ...resources, readAt: client.time.now(), marks: marksIn(metadata.value) } }
}
