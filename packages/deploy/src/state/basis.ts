import type { AlertRule, WorkspaceTable } from '@tripline/azure'
import type { JsonValue } from '@tripline/diagnostics'
import { hashOf } from '@tripline/rules'
import { ownProperties } from '../diff/alert-rule.ts'
import type { Basis, Step } from '../plan/deploy-plan.ts'
import { type ActualState, ruleKey } from './actual-state.ts'

export const ruleBasis = ({ etag, kind, properties }: AlertRule): Basis => ({
  ...(etag !== undefined && { etag }),
  hash: hashOf({ kind, properties: ownProperties(properties) as JsonValue }),
})

export const tableBasis = ({ plan, retentionInDays, totalRetentionInDays }: WorkspaceTable): Basis => ({
  hash: hashOf({ plan, retentionInDays, totalRetentionInDays }),
})

/** The basis that a step would have now; undefined if the resource is not there. */
function basisNow(step: Step, actual: ActualState): Basis | undefined {
  if (step.type === 'tables') {
    const table = actual.tables.get(step.id)
    return table && tableBasis(table)
  }
  const rule = actual.rules.get(ruleKey(step.id))
  return rule && ruleBasis(rule)
}

/** How the resource of a step has moved since the plan was made; undefined if it has not. */
export function movedSince(step: Step, actual: ActualState): string | undefined {
  if (step.action === 'conflict') return undefined
  const now = basisNow(step, actual)
  if (step.action === 'create') return now && 'created since the plan was made'
  if (!now) return 'deleted since the plan was made'
  return now.hash === step.basis.hash && now.etag === step.basis.etag ? undefined : 'changed since the plan was made'
}
