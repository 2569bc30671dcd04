import { type ArmAnswer, answered, type Resource } from '@tripline/azure'
import type { DeployClient, DesiredResource, Kind, KindType } from '../kind.ts'
import { kinds } from '../kinds.ts'
import { stepKey } from './deploy-plan.ts'
import { type Marks, marksIn } from './ownership.ts'
import { byKey, type StoredResources } from './stored-resources.ts'

export interface ActualState extends Readonly<Record<KindType, StoredResources>> {
  /** Milliseconds since 1970. */
  readonly readAt: number
  readonly marks: Marks
}

/**
 * Reads everything that a plan compares with: one list per kind, the metadata, and what the list leaves out of resources that
 * are desired or were applied before.
 */
export async function readActual(
  client: DeployClient,
  desired: readonly DesiredResource[],
): Promise<ArmAnswer<ActualState>> {
  const readAll = async (kind: Kind) => ({ kind, list: await client[kind.type].list() })
  const [metadata, ...lists] = await Promise.all([client.metadata.list(), ...kinds.map(readAll)])
  if (!metadata.ok) return metadata
  const marks = marksIn(metadata.value)
  const concerned = new Set([...desired.map(stepKey), ...marks.keys()])
  const entries: [KindType, StoredResources][] = []
  for (const { kind, list } of lists) {
    const whole = list.ok ? await completed(kind, list.value, concerned, client) : list
    if (!whole.ok) return whole
    entries.push([kind.type, byKey(whole.value)])
  }
  const resources = Object.fromEntries(entries) as Record<KindType, StoredResources>
  return answered({ ...resources, readAt: client.time.now(), marks })
}

async function completed(
  { type, complete }: Kind,
  listed: readonly Resource[],
  concerned: ReadonlySet<string>,
  client: DeployClient,
): Promise<ArmAnswer<readonly Resource[]>> {
  if (!complete) return answered(listed)
  const resources: Resource[] = []
  for (const one of listed) {
    const whole = concerned.has(stepKey({ type, id: one.id })) ? await complete(one, client) : answered(one)
    if (!whole.ok) return whole
    resources.push(whole.value)
  }
  return answered(resources)
}
