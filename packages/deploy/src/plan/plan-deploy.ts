import type { ActualState } from '../state/actual-state.ts'
import type { DesiredState } from '../state/desired-state.ts'
import type { Action, DeployPlan, Step } from './deploy-plan.ts'
import { planRule } from './plan-rule.ts'
import { planTable } from './plan-table.ts'

/** Tables come before the rules that read them, and a rule that frees a name before one that takes it. */
const order: readonly `${Step['type']} ${Action}`[] = [
  'tables update',
  'alertRules update',
  'alertRules create',
  'tables none',
  'alertRules none',
  'tables conflict',
  'alertRules conflict',
]

const rank = ({ type, action }: Step): number => order.indexOf(`${type} ${action}`)

/** Compares the desired with the actual state. */
export function planDeploy(
  workspace: { readonly name: string; readonly resource: string },
  desired: DesiredState,
  actual: ActualState,
): DeployPlan {
  const steps: Step[] = [
    ...desired.tables.map(table => planTable(table, actual)),
    ...desired.rules.map(rule => planRule(rule, desired, actual)),
  ]
  return {
    workspace: workspace.name,
    resource: workspace.resource,
    steps: steps.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'en')),
  }
}
