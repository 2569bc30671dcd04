import { type ArmError, budgetSpent } from '@tripline/azure'
import type { DeployPlan, Step } from '../plan/deploy-plan.ts'
import { type DeployClient, readActual } from '../state/actual-state.ts'
import { movedSince } from '../state/basis.ts'
import { applyRule } from './apply-rule.ts'
import { applyTable } from './apply-table.ts'

/**
 * refused: nothing was sent, because it would overwrite a change or clash; skipped: other steps were refused, or the budget
 * was spent.
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
 * Carries out a plan, and nothing else. Nothing is sent if any of its resources has changed since it was made. After that, a
 * failed step does not stop the others; planning and applying again converges.
 */
export async function applyPlan(
  plan: DeployPlan,
  client: DeployClient,
  { onStart = () => {}, onStep = () => {} }: ApplyOptions = {},
): Promise<ApplyReport> {
  const results: StepResult[] = []
  let stale = await staleSteps(plan, client)
  for (const step of plan.steps) {
    if (!stale && step.action !== 'none') onStart(step)
    const result = stale ? skipRemaining(step, stale) : await applyStep(step, client)
    // Nothing more would be sent.
    if (result.error?.code === budgetSpent) stale ??= new Map()
    results.push(result)
    onStep(result)
  }
  return { workspace: plan.workspace, results }
}

/** Why steps cannot be applied; undefined if all can. */
async function staleSteps(plan: DeployPlan, client: DeployClient): Promise<ReadonlyMap<Step, ArmError> | undefined> {
  const all = (error: ArmError) => new Map(plan.steps.map(step => [step, error]))
  if (client.resource.toLowerCase() !== plan.resource.toLowerCase()) {
    return all({ code: 'OtherWorkspace', message: `the plan is for ${plan.resource}, not ${client.resource}` })
  }
  const actual = await readActual(client)
  if (!actual.ok) return all(actual.error)
  const moved = plan.steps.flatMap(step => {
    const message = movedSince(step, actual.value)
    return message === undefined ? [] : [[step, { code: 'Moved', message }] as const]
  })
  return moved.length === 0 ? undefined : new Map(moved)
}

function skipRemaining(step: Step, stale: ReadonlyMap<Step, ArmError>): StepResult {
  const error = stale.get(step)
  if (error) return { step, outcome: 'refused', error }
  return step.action === 'none' ? { step, outcome: 'unchanged' } : { step, outcome: 'skipped' }
}

async function applyStep(step: Step, client: DeployClient): Promise<StepResult> {
  if (step.action === 'none') return { step, outcome: 'unchanged' }
  if (step.action === 'conflict') {
    return { step, outcome: 'refused', error: { code: 'Conflict', message: step.reason ?? 'the plan has a conflict' } }
  }
  const error = step.type === 'tables' ? await applyTable(step, client) : await applyRule(step, client)
  if (!error) return { step, outcome: 'applied' }
  return { step, outcome: error.code === 'Moved' ? 'refused' : 'failed', error }
}
