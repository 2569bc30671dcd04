import type { ArmError } from '@tripline/azure'
import type { DeployClient } from '../kind.ts'
import { kindOf } from '../kinds.ts'
import { hashOfFields } from '../plan/compare-fields.ts'
import type { Step } from '../plan/deploy-plan.ts'
import { markId, readMark } from '../plan/ownership.ts'
import { type Journal, noted } from './journal.ts'
import { readKnown, readSettled } from './read-settled.ts'
import type { Written } from './write-step.ts'

/** Deletes a resource, then its metadata, if both are still what the plan was made for: nothing else is ever deleted. */
export async function deleteStep(step: Step, client: DeployClient, journal: Journal): Promise<Written> {
  const kind = kindOf(step)
  const resources = client[step.type]
  if (!('delete' in resources)) return moved('resources of this kind are never deleted')
  const read = () => readSettled(kind, step.id, client)
  const before = step.basis === undefined ? await read() : await readKnown(kind, step.id, client)
  if (!before.ok) return before
  const metadata = await client.metadata.get(markId(step))
  if (!metadata.ok && metadata.error.status !== 404) return metadata
  const mark = metadata.ok ? readMark(metadata.value) : undefined
  if (!before.value && !mark) return { outcome: 'unchanged' }
  if (!mark || mark.owner !== step.owner) return moved('no longer recorded as applied by this project')
  if (before.value) {
    if (hashOfFields(kind, before.value) !== step.basis) return moved('changed since the plan was made')
    const sent = await noted(step, { what: 'resource' }, () => resources.delete(step.id), journal)
    if (!sent.ok) {
      const after = await read()
      if (!after.ok || after.value) return sent
    }
  }
  const sent = await noted(step, { what: 'metadata' }, () => client.metadata.delete(mark.id), journal)
  return sent.ok ? { outcome: 'applied' } : sent
}

const moved = (message: string): { readonly error: ArmError } => ({ error: { code: 'Moved', message } })
