import { type ArmError, budgetSpent } from '@tripline/azure'
import type { DeployClient } from '../plan/actual-state.ts'
import { type DeployPlan, type Step, stepKey } from '../plan/deploy-plan.ts'
import { writeStep } from './write-step.ts'

/**
 * unchanged: already in effect; refused: nothing was sent, because it would overwrite a change or clash; skipped: a step that
 * it needs did not succeed, or the budget was spent.
 */
export type StepOutcome = 'applied' | 'unchanged' | 'failed' | 'refused' | 'skipped'

export interface StepResult {
  readonly step: Step
  readonly outcome: StepOutcome
  /** Why it is neither applied nor unchanged. */
  readonly error?: ArmError
}

export interface ApplyReport {
  readonly workspace: string
  readonly results: readonly StepResult[]
}

export interface ApplyOptions {
  /** Called as each step that changes something begins. */
  readonly onStart?: (step: Step) => void
  /** Called as each step ends. */
  readonly onStep?: (result: StepResult) => void
}

/**
 * Carries out a plan, and nothing else. A step whose resource has moved since the plan was made is refused; a step that is
 * already in effect sends nothing. So a plan may be applied again until all of it is done. A step that fails takes only those
 * with it that need it.
 */
export async function applyPlan(
  plan: DeployPlan,
  client: DeployClient,
  { onStart = () => {}, onStep = () => {} }: ApplyOptions = {},
): Promise<ApplyReport> {
  const results: StepResult[] = []
  const foreign = otherWorkspace(plan, client)
  const outcomes = new Map<string, StepResult>()
  let isSpent = false
  const record = (result: StepResult) => {
    outcomes.set(stepKey(result.step), result)
    // Nothing more would be sent.
    isSpent ||= result.error?.code === budgetSpent
  }
  const begin = async (step: Step): Promise<StepResult> => {
    if (foreign) return { step, outcome: 'refused', error: foreign }
    if (!step.write) return withoutWrite(step)
    const earlier = outcomes.get(stepKey(step)) ?? skipped(step, outcomes, isSpent)
    if (earlier) return earlier
    onStart(step)
    return resultOf(step, await writeStep(step, step.write, client))
  }

  for (const step of foreign ? [] : plan.steps) {
    if (!step.detour || isSpent) continue
    const result = resultOf(step, await writeStep(step, step.detour, client))
    if (result.error) record(result)
  }
  for (const step of plan.steps) {
    const result = await begin(step)
    record(result)
    results.push(result)
    onStep(result)
  }
  return { workspace: plan.workspace, results }
}

function otherWorkspace({ resource }: DeployPlan, client: DeployClient): ArmError | undefined {
  return client.resource.toLowerCase() === resource.toLowerCase()
    ? undefined
    : { code: 'OtherWorkspace', message: `the plan is for ${resource}, not ${client.resource}` }
}

function withoutWrite(step: Step): StepResult {
  if (step.action === 'none') return { step, outcome: 'unchanged' }
  return { step, outcome: 'refused', error: { code: 'Conflict', message: step.reason ?? 'the plan has a conflict' } }
}

function skipped(step: Step, outcomes: ReadonlyMap<string, StepResult>, isSpent: boolean): StepResult | undefined {
  if (isSpent) return { step, outcome: 'skipped' }
  const missing = step.needs.map(key => outcomes.get(key)).find(result => result?.error)
  return missing && { step, outcome: 'skipped', error: { code: 'Needs', message: `needs ${missing.step.name} first` } }
}

function resultOf(step: Step, written: Awaited<ReturnType<typeof writeStep>>): StepResult {
  if ('outcome' in written) return { step, outcome: written.outcome }
  return { step, outcome: written.error.code === 'Moved' ? 'refused' : 'failed', error: written.error }
}
