import type { KindType } from '../kind.ts'
import { kindOf, kinds } from '../kinds.ts'
import type { ActualState } from '../plan/actual-state.ts'
import { type Cause, type DeployPlan, type Step, stepKey } from '../plan/deploy-plan.ts'
import type { FieldChange } from '../plan/field-change.ts'

/** A resource of the project that someone or something else has changed. */
export interface Drifted extends Pick<Step, 'type' | 'id' | 'name'> {
  /** differs: of a kind that is not recorded, so it may also be the file that has changed. */
  readonly cause: Cause | 'differs'
  readonly reason?: string
  /** From what the file says to what the workspace has. */
  readonly changes: readonly FieldChange[]
}

/** A resource of the workspace that the project neither has nor has applied. */
export interface Unowned {
  readonly type: KindType
  readonly id: string
  readonly name: string
}

/** How a workspace differs from what was last applied. */
export interface Drift {
  readonly workspace: string
  readonly resource: string
  readonly drifted: readonly Drifted[]
  readonly unowned: readonly Unowned[]
  /** Changes in files that have not been applied. */
  readonly pending: number
  readonly unchanged: number
}

/** The drift that a plan without decisions shows. */
export function driftOf({ workspace, resource, steps, surplus }: DeployPlan, actual: ActualState): Drift {
  const causes = steps.map(step => [step, causeOf(step)] as const)
  const drifted = causes.flatMap(([step, cause]) => (cause === undefined ? [] : [driftedBy(step, cause)]))
  const unchanged = steps.filter(({ action }) => action === 'none').length
  return {
    workspace,
    resource,
    drifted,
    unowned: unownedIn(actual, new Set(steps.map(stepKey))),
    pending: steps.length - drifted.length - unchanged + surplus,
    unchanged,
  }
}

const causeOf = (step: Step): Drifted['cause'] | undefined =>
  step.cause ?? (kindOf(step).content === undefined && step.action !== 'none' ? 'differs' : undefined)

function driftedBy({ type, id, name, reason, changes, basis }: Step, cause: Drifted['cause']): Drifted {
  const turned = basis === undefined ? [] : changes.map(({ path, from, to }) => ({ path, from: to, to: from }))
  return { type, id, name, cause, ...(reason !== undefined && { reason }), changes: turned }
}

const unownedIn = (actual: ActualState, planned: ReadonlySet<string>): readonly Unowned[] =>
  kinds
    .filter(({ content }) => content !== undefined)
    .flatMap(kind =>
      [...actual[kind.type].values()]
        .filter(kind.isContent)
        .map(stored => ({ type: kind.type, id: stored.id, name: kind.nameOf(stored) }))
        .filter(one => !planned.has(stepKey(one)) && !actual.marks.has(stepKey(one))),
    )
