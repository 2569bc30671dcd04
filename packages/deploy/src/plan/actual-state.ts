import type { ArmAnswer, Collections, Resource, ResourceType, WorkspaceClient } from '@tripline/azure'
import { kinds } from '../kinds.ts'

/** What planning and applying need of a workspace. */
export interface DeployClient extends Collections, Pick<WorkspaceClient, 'resource' | 'time'> {}

/** What a workspace holds of one type, by key. */
export type StoredResources = ReadonlyMap<string, Resource>

export interface ActualState extends Readonly<Record<ResourceType, StoredResources>> {
  /** Milliseconds since 1970. */
  readonly readAt: number
}

/** Azure compares ids without case. */
export const keyOf = ({ id }: { readonly id: string }): string => id.toLowerCase()

export const byKey = (resources: readonly Resource[]): StoredResources =>
  new Map(resources.map(resource => [keyOf(resource), resource]))

/** Reads everything that a plan compares with: one list per kind. */
export async function readActual(client: DeployClient): Promise<ArmAnswer<ActualState>> {
  const lists = await Promise.all(kinds.map(async ({ type }) => ({ type, list: await client[type].list() })))
  const entries: [ResourceType, StoredResources][] = []
  for (const { type, list } of lists) {
    if (!list.ok) return list
    entries.push([type, byKey(list.value)])
  }
  const resources = Object.fromEntries(entries) as Record<ResourceType, StoredResources>
  return { ok: true, value: { ...resources, readAt: client.time.now() } }
}
