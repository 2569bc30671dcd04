import { type ArmError, isOfWorkspace, type Resource, resourceId } from '@tripline/azure'
import type { DeployClient } from '../kind.ts'
import { kindOf } from '../kinds.ts'
import { hashOfApplied } from '../plan/compare-fields.ts'
import type { Step } from '../plan/deploy-plan.ts'
import { markBody, markId, readMark } from '../plan/ownership.ts'
import { type Journal, noted } from './journal.ts'

/** Whether something had to be written. */
type Recorded = { readonly isNew: boolean } | { readonly error: ArmError }

/**
 * Records in its metadata that a resource is as the project applied it, or that a write of several requests begins: what is
 * left of that, if it does not end, is no edit of somebody else.
 */
export async function recordOwner(
  step: Step,
  stored: Resource,
  client: DeployClient,
  journal: Journal,
  isBegun = false,
): Promise<Recorded> {
  const { type, id, owner, write } = step
  const { content, noun } = kindOf(step)
  if (owner === undefined || !content || !write || !isOfWorkspace(type)) return { isNew: false }
  const hash = hashOfApplied(kindOf(step), write.body, stored)
  const name = markId(step)
  const isRecorded = async () => {
    const found = await client.metadata.get(name)
    const mark = found.ok ? readMark(found.value) : undefined
    return mark?.hash === hash && mark.owner === owner && mark.isBegun === isBegun
  }
  if (await isRecorded()) return { isNew: false }
  const mark = { resource: id, owner, hash, isBegun }
  const body = markBody(resourceId(client.resource, type, id), content(write.body), mark)
  const sent = await noted(step, { what: 'metadata' }, () => client.metadata.put(name, body), journal)
  if (sent.ok || (await isRecorded())) return { isNew: true }
  const state = isBegun ? 'as being applied' : 'as applied, which it is'
  return { error: { ...sent.error, message: `the ${noun} could not be recorded ${state}: ${sent.error.message}` } }
}
