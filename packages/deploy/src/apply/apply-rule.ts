import type { AlertRule, ArmAnswer, ArmError } from '@tripline/azure'
import { diffAlertRule } from '../diff/alert-rule.ts'
import type { RuleStep } from '../plan/deploy-plan.ts'
import type { DeployClient } from '../state/actual-state.ts'
import { ruleBasis } from '../state/basis.ts'
import { serviceError } from './service-error.ts'

type WritingStep = Extract<RuleStep, { action: 'create' | 'update' }>

/** Write one rule and read it back; undefined if every field of it is stored. */
export async function applyRule(step: WritingStep, { alertRules }: DeployClient): Promise<ArmError | undefined> {
  const put = (etag: string | undefined): Promise<ArmAnswer<AlertRule>> =>
    alertRules.put(step.id, { ...step.write.body, ...(etag !== undefined && { etag }) }, step.write.apiVersion)

  let written = await put(step.action === 'update' ? step.basis.etag : undefined)
  if (!written.ok && written.error.status === 409 && step.action === 'update') {
    // The service's own writes change the etag without changing the content; then the write is repeated once.
    const now = await alertRules.get(step.id)
    if (!now.ok || ruleBasis(now.value).hash !== step.basis.hash) {
      return { ...written.error, code: 'Moved' }
    }
    written = await put(now.value.etag)
  }
  if (!written.ok) return serviceError(written.error)

  const stored = await alertRules.get(step.id)
  if (!stored.ok) return stored.error
  const missing = diffAlertRule(step.write.body, stored.value).map(({ path }) => path)
  return missing.length === 0
    ? undefined
    : { code: 'NotStored', message: `the service accepted the rule but did not store: ${missing.join(', ')}` }
}
