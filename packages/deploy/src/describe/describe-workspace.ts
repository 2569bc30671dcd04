import type { ArmAnswer, Resource } from '@tripline/azure'
import type { DeployClient, Description, Kind, KindType } from '../kind.ts'
import { kinds } from '../kinds.ts'
import type { ActualState } from '../plan/actual-state.ts'
import { stepKey } from '../plan/deploy-plan.ts'

/** A stored resource that no file of the project has, and what files would say of it, or why none can. */
export interface Described {
  readonly type: KindType
  readonly noun: string
  readonly id: string
  readonly name: string
  readonly description: Description | { readonly reason: string }
}

/** Describes what a workspace has and the project does not say, as far as people deploy it. */
export async function describeWorkspace(
  actual: ActualState,
  planned: ReadonlySet<string>,
  client: DeployClient,
): Promise<ArmAnswer<readonly Described[]>> {
  const described: Described[] = []
  for (const kind of kinds) {
    for (const stored of actual[kind.type].values()) {
      if (!kind.isContent(stored) || planned.has(stepKey({ type: kind.type, id: stored.id }))) continue
      const whole = await completed(kind, stored, client)
      if (!whole.ok) return whole
      const description = await kind.describe?.(whole.value)
      const facts = { type: kind.type, noun: kind.noun, id: stored.id, name: kind.nameOf(stored) }
      if (description) described.push({ ...facts, description })
    }
  }
  return { ok: true, value: described }
}

const completed = async (kind: Kind, stored: Resource, client: DeployClient): Promise<ArmAnswer<Resource>> =>
  kind.complete ? kind.complete(stored, client) : { ok: true, value: stored }
