import type { DesiredResource, Kind } from '../kind.ts'
import { kinds } from '../kinds.ts'
import type { ActualState } from './actual-state.ts'
import { type DeployPlan, stepKey } from './deploy-plan.ts'
import { arrangeNames } from './name-moves.ts'
import { inOrder } from './order.ts'
import { keysOf, planDeletes } from './plan-deletes.ts'
import { planResource } from './plan-resource.ts'
import { keyOf } from './stored-resources.ts'
import { type Choices, noChoices, threeWay } from './three-way.ts'
import { withinLimits } from './workspace-limits.ts'

/** Compares the desired with the actual state of some kinds, and both with what was last applied. */
export function planDeploy(
  workspace: { readonly name: string; readonly resource: string },
  desired: readonly DesiredResource[],
  actual: ActualState,
  choices: Choices = noChoices,
  among: readonly Kind[] = kinds,
): DeployPlan {
  const planned = among.map(kind => {
    const stored = actual[kind.type]
    const own = desired.filter(({ type }) => type === kind.type)
    const steps = own.map(named => {
      const wanted = kind.identify(named, stored)
      const way = { kind, wanted, stored: stored.get(keyOf(wanted)), mark: actual.marks.get(stepKey(wanted)) }
      const step = planResource(kind, wanted, way.stored, actual.readAt, stored)
      return threeWay(step, { ...way, readAt: actual.readAt }, choices)
    })
    return { kind, stored, steps: withinLimits(kind, steps, stored) }
  })
  const surplus = planDeletes(keysOf(planned.flatMap(({ steps }) => steps)), actual, choices)
  const deletes = choices.prune ? surplus : []
  const steps = planned.flatMap(({ kind, stored, steps }) =>
    arrangeNames(kind, [...steps, ...deletes.filter(({ type }) => type === kind.type)], stored),
  )
  return {
    workspace: workspace.name,
    resource: workspace.resource,
    steps: inOrder(steps),
    surplus: surplus.length - deletes.length,
  }
}
