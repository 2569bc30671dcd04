import type { ArmAnswer, Collections, WorkspaceClient } from '@tripline/azure'
import type { KindType } from '../kind.ts'
import { kinds } from '../kinds.ts'
import { type Marks, marksIn } from './ownership.ts'
import { byKey, type StoredResources } from './stored-resources.ts'

/** What planning and applying need of a workspace. */
export interface DeployClient extends Collections, Pick<WorkspaceClient, 'resource' | 'time'> {}

export interface ActualState extends Readonly<Record<KindType, StoredResources>> {
  /** Milliseconds since 1970. */
  readonly readAt: number
  readonly marks: Marks
}

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
