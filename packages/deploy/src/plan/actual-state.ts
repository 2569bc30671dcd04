import { type ArmAnswer, answered, type Resource } from '@tripline/azure'
import type { DeployClient, DesiredResource, Kind, KindType } from '../kind.ts'
import { allKinds, kinds } from '../kinds.ts'
import { stepKey } from './deploy-plan.ts'
import { type Marks, marksIn } from './ownership.ts'
import { byKey, type StoredResources } from './stored-resources.ts'

export type StoredByType = Readonly<Record<KindType, StoredResources>>

export interface ActualState extends StoredByType {
  /** Milliseconds since 1970. */
  readonly readAt: number
  readonly marks: Marks
}

/**
 * Reads everything that a plan of some kinds compares with: one list per kind, the metadata, and what the list leaves out of
 * resources that are desired or were applied before. What cannot be listed is read one by one. Of other kinds there is nothing.
 */
export async function readActual(
  client: DeployClient,
  desired: readonly DesiredResource[],
  among: readonly Kind[] = kinds,
): Promise<ArmAnswer<ActualState>> {
  const readAll = async (kind: Kind) => ({ kind, list: await readKind(kind, desired, client) })
  const isRecorded = among.some(({ content }) => content !== undefined)
  const [metadata, ...lists] = await Promise.all([
    isRecorded ? client.metadata.list() : answered([]),
    ...among.map(readAll),
  ])
  if (!metadata.ok) return metadata
  const marks = marksIn(metadata.value)
  const concerned = new Set([...desired.map(stepKey), ...marks.keys()])
  const entries = new Map<KindType, StoredResources>(allKinds.map(({ type }) => [type, new Map()]))
  for (const { kind, list } of lists) {
    const whole = list.ok ? await completed(kind, list.value, concerned, client) : list
    if (!whole.ok) return whole
    entries.set(kind.type, byKey(whole.value))
  }
  const resources = Object.fromEntries(entries) as Record<KindType, StoredResources>
  return answered({ ...resources, readAt: client.time.now(), marks })
}

async function readKind(
  { type }: Kind,
  desired: readonly DesiredResource[],
  client: DeployClient,
): Promise<ArmAnswer<readonly Resource[]>> {
  const resources = client[type]
  if ('list' in resources) return resources.list()
  const wanted = desired.filter(one => one.type === type)
  const answers = await Promise.all(wanted.map(({ id }) => resources.get(id)))
  const found: Resource[] = []
  for (const answer of answers) {
    if (answer.ok) found.push(answer.value)
    else if (answer.error.status !== 404) return answer
  }
  return answered(found)
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
