import type { DesiredResource } from '../kind.ts'
import { kinds } from '../kinds.ts'
import { type ActualState, keyOf } from './actual-state.ts'
import type { DeployPlan } from './deploy-plan.ts'
import { arrangeNames } from './name-moves.ts'
import { inOrder } from './order.ts'
import { planResource } from './plan-resource.ts'
import { withinLimits } from './workspace-limits.ts'

/** Compares the desired with the actual state. */
export function planDeploy(
  workspace: { readonly name: string; readonly resource: string },
  desired: readonly DesiredResource[],
  actual: ActualState,
): DeployPlan {
  const steps = kinds.flatMap(kind => {
    const stored = actual[kind.type]
    const own = desired.filter(({ type }) => type === kind.type)
    const planned = own.map(wanted => planResource(kind, wanted, stored.get(keyOf(wanted)), actual.readAt))
    return arrangeNames(kind, withinLimits(kind, planned, stored), stored)
  })
  return { workspace: workspace.name, resource: workspace.resource, steps: inOrder(steps) }
}
