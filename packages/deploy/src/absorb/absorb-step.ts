import type { Absorbed, DesiredResource, Sources } from '../kind.ts'
import { kindOf } from '../kinds.ts'
import type { ActualState } from '../plan/actual-state.ts'
import { type Step, stepKey } from '../plan/deploy-plan.ts'
import { keyOf } from '../plan/stored-resources.ts'
import { storedAlike } from './stored-alike.ts'

/** The project's files as they would say what a workspace has stored for a step, so that nothing is left to do. */
export async function absorbStep(
  step: Step,
  desired: readonly DesiredResource[],
  actual: ActualState,
  sources: Sources,
): Promise<Absorbed> {
  const kind = kindOf(step)
  const stored = actual[step.type].get(keyOf(step))
  const wanted = desired
    .filter(({ type }) => type === step.type)
    .find(one => stepKey(kind.identify(one, actual[step.type])) === stepKey(step))
  if (!wanted || !stored) return { reason: `the workspace has no such ${kind.noun}; remove it from the project` }
  if (step.cause === 'disabled') return { reason: `${step.reason}; pass --enable ${step.id} to plan or apply` }
  if (!kind.absorb) return { reason: `a ${kind.noun} is not absorbed; change it in its file` }
  return kind.absorb({ wanted, stored, alike: storedAlike(kind, wanted.body, stored), sources })
}
