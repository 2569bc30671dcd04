import type { ArmError } from '@tripline/azure'
import { diffTable } from '../diff/table.ts'
import type { TableStep } from '../plan/deploy-plan.ts'
import type { DeployClient } from '../state/actual-state.ts'

type WritingStep = Extract<TableStep, { action: 'update' }>

/** Set one table's retention and wait until it is in force; undefined if it is. */
export async function applyTable(step: WritingStep, { tables }: DeployClient): Promise<ArmError | undefined> {
  const patched = await tables.patch(step.id, step.write)
  if (!patched.ok) return patched.error
  const missing = diffTable({ name: step.id, retention: step.write }, patched.value).map(({ path }) => path)
  return missing.length === 0
    ? undefined
    : { code: 'NotStored', message: `the service accepted the change but did not store: ${missing.join(', ')}` }
}
