import type { AlertRule } from '@tripline/azure'
import { diffAlertRule } from '../diff/alert-rule.ts'
import { type ActualState, ruleKey } from '../state/actual-state.ts'
import { ruleBasis } from '../state/basis.ts'
import type { DesiredRule, DesiredState } from '../state/desired-state.ts'
import type { RuleStep } from './deploy-plan.ts'

/** Plans one rule. */
export function planRule(rule: DesiredRule, desired: DesiredState, actual: ActualState): RuleStep {
  const { id, name, apiVersion, body } = rule
  const stored = actual.rules.get(ruleKey(id))
  const facts = { type: 'alertRules', id, name } as const
  const changes = !stored || stored.kind === body.kind ? diffAlertRule(body, stored) : []
  const reason = conflictWith(rule, stored, changes.length, desired, actual)
  if (reason !== undefined) return { ...facts, action: 'conflict', changes, reason }
  if (!stored) return { ...facts, action: 'create', changes, write: { apiVersion, body } }
  const basis = ruleBasis(stored)
  if (changes.length === 0) return { ...facts, action: 'none', changes, basis }
  const disabled = autoDisabled(rule, stored)
  return {
    ...facts,
    action: 'update',
    changes,
    ...(disabled !== undefined && { reason: disabled }),
    write: { apiVersion, body },
    basis,
  }
}

/** Why the service would reject the rule, as far as can be predicted. */
function conflictWith(
  { id, body }: DesiredRule,
  stored: AlertRule | undefined,
  changes: number,
  desired: DesiredState,
  actual: ActualState,
): string | undefined {
  if (stored && stored.kind !== body.kind) {
    return `the workspace has a ${stored.kind} rule with this id; a rule's kind cannot be changed, and a deleted id cannot be used again for a day: give the rule a new id`
  }
  if (stored?.kind === 'MLBehaviorAnalytics' && changes > 0) {
    return 'Sentinel does not accept changes to an installed rule of this kind; change it in the portal'
  }
  const { displayName } = body.properties
  if (displayName === undefined) return undefined
  const other = [...actual.rules].find(
    ([key, rule]) => key !== ruleKey(id) && rule.properties.displayName === displayName,
  )
  if (!other) return undefined
  // A rule that gives up the name in the same plan is updated first.
  const renamed = desired.rules.find(rule => ruleKey(rule.id) === other[0])?.body.properties.displayName
  return renamed !== undefined && renamed !== displayName
    ? undefined
    : `another rule in the workspace has the same name: ${other[1].id}; names must be unique`
}

/** Sentinel disables a rule that keeps failing, marks its name and says why at the end of its description. */
function autoDisabled({ body }: DesiredRule, { properties }: AlertRule): string | undefined {
  const { displayName, description, enabled } = properties
  if (enabled !== false || !String(displayName).startsWith('AUTO DISABLED')) return undefined
  const said = String(description ?? '')
    .replace(String(body.properties.description ?? ''), '')
    .trim()
  return `Sentinel disabled the rule automatically${said && `: ${said}`}`
}
