import type { Action, DeployPlan } from './deploy-plan.ts'
import { planCost } from './plan-cost.ts'

/** How many steps of plans have each action, and how many of those with none adopt a resource. */
export function countActions(plans: readonly DeployPlan[]): Readonly<Record<Action | 'adopt', number>> {
  const counts = { create: 0, update: 0, delete: 0, none: 0, adopt: 0, conflict: 0 }
  for (const { action, adopts } of plans.flatMap(({ steps }) => steps)) {
    counts[action] += 1
    if (adopts) counts.adopt += 1
  }
  return counts
}

/** The plan as the command line prints it, without what only applying needs. */
export function planDocument(plan: DeployPlan) {
  return {
    workspace: plan.workspace,
    summary: { ...countActions([plan]), surplus: plan.surplus, ...planCost(plan) },
    steps: plan.steps.map(({ action, type, id, name, changes, warnings, adopts, reason, cause, resolve }) => ({
      action,
      type,
      id,
      name,
      changes,
      ...(adopts && { adopts }),
      ...(warnings.length > 0 && { warnings }),
      ...(reason !== undefined && { reason }),
      ...(cause !== undefined && { cause }),
      ...(resolve && { resolve: `--${resolve.choice} ${resolve.id}` }),
    })),
  }
}
