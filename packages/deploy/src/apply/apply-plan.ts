import { type ArmError, budgetSpent } from '@tripline/azure'
import pLimit from 'p-limit'
import type { DeployClient } from '../kind.ts'
import { type DeployPlan, isChange, type Step, stepKey } from '../plan/deploy-plan.ts'
import { usualConcurrency } from '../plan/plan-cost.ts'
import { deleteStep } from './delete-step.ts'
import type { Journal } from './journal.ts'
import { recordOwner } from './record-owner.ts'
import { stagesOf } from './stages.ts'
import { type Written, writeStep } from './write-step.ts'

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
  /** In the order of the plan. */
  readonly results: readonly StepResult[]
}

export interface ApplyOptions {
  /** Called as each step that changes something begins. */
  readonly onStart?: (step: Step) => void
  /** Called as each step ends. */
  readonly onStep?: (result: StepResult) => void
  readonly journal?: Journal
  /** Steps at a time. */
  readonly concurrency?: number
}

/**
 * Carries out a plan, and nothing else. A step whose resource has moved since the plan was made is refused; a step that is
 * already in effect sends nothing. So a plan may be applied again until all of it is done. A step that fails takes only those
 * with it that need it.
 */
export async function applyPlan(
  plan: DeployPlan,
  client: DeployClient,
  { onStart = () => {}, onStep = () => {}, journal = () => {}, concurrency = usualConcurrency }: ApplyOptions = {},
): Promise<ApplyReport> {
  const inTurn = pLimit(concurrency)
  const foreign = otherWorkspace(plan, client)
  const results = new Map<string, Promise<StepResult>>()
  const detours = new Map<string, Promise<StepResult>>()
  // They come last in a plan, and are never carried out.
  const conflicts = new Map(plan.steps.filter(({ action }) => action === 'conflict').map(step => [stepKey(step), step]))
  let isSpent = false

  async function send(step: Step, work: () => Promise<Written>): Promise<StepResult> {
    if (isSpent) return { step, outcome: 'skipped' }
    const result = resultOf(step, await work())
    // Nothing more would be sent.
    isSpent ||= result.error?.code === budgetSpent
    return result
  }
  /** Why a step cannot be begun, as far as that lies with other writes. */
  async function obstacleTo(step: Step): Promise<StepResult | undefined> {
    const detour = await detours.get(stepKey(step))
    if (detour?.error) return detour
    const barred = step.needs.flatMap(key => conflicts.get(key) ?? [])[0]
    if (barred) return { step, outcome: 'skipped', error: needs(barred) }
    const needed = await Promise.all(step.needs.map(key => detours.get(key) ?? results.get(key)))
    const missing = needed.find(result => result?.error)
    return missing && { step, outcome: 'skipped', error: needs(missing.step) }
  }
  async function carryOut(step: Step): Promise<StepResult> {
    if (foreign) return ended(refused(step, foreign))
    if (step.action === 'none' && step.write) return inTurn(async () => ended(await send(step, () => record(step))))
    if (!isChange(step)) return ended(withoutWrite(step))
    const obstacle = await obstacleTo(step)
    if (obstacle) return ended(obstacle)
    return inTurn(async () => {
      if (!isSpent) onStart(step)
      return ended(await send(step, () => change(step, client, journal)))
    })
  }
  /** What has changed since the plan was made is not this step's business. */
  async function record(step: Step): Promise<Written> {
    const written = await change(step, client, journal)
    return 'error' in written && written.error.code !== 'Moved' ? written : { outcome: 'unchanged' }
  }
  function ended(result: StepResult): StepResult {
    const { type, id, action } = result.step
    if (isChange(result.step)) journal({ type, id, action, event: 'ended', outcome: result.outcome })
    onStep(result)
    return result
  }

  for (const stage of stagesOf(plan.steps)) {
    for (const step of foreign ? [] : stage) {
      const { detour } = step
      if (!detour) continue
      const freed = inTurn(() => send(step, () => writeStep(step, detour, client, journal)))
      detours.set(stepKey(step), freed)
    }
    for (const step of stage) results.set(stepKey(step), carryOut(step))
    await Promise.all(stage.map(step => results.get(stepKey(step))))
  }
  return { workspace: plan.workspace, results: await Promise.all(results.values()) }
}

/** Carries out a step, and records that. */
async function change(step: Step, client: DeployClient, journal: Journal): Promise<Written> {
  if (!step.write) return deleteStep(step, client, journal)
  const written = await writeStep(step, step.write, client, journal)
  if ('error' in written || !written.stored) return written
  const recorded = await recordOwner(step, written.stored, client, journal)
  if ('error' in recorded) return recorded
  return recorded.isNew ? { outcome: 'applied' } : written
}

function otherWorkspace({ resource }: DeployPlan, client: DeployClient): ArmError | undefined {
  return client.resource.toLowerCase() === resource.toLowerCase()
    ? undefined
    : { code: 'OtherWorkspace', message: `the plan is for ${resource}, not ${client.resource}` }
}

const refused = (step: Step, error: ArmError): StepResult => ({ step, outcome: 'refused', error })

const needs = ({ name }: Step): ArmError => ({ code: 'Needs', message: `needs ${name} first` })

function withoutWrite(step: Step): StepResult {
  if (step.action === 'none') return { step, outcome: 'unchanged' }
  return refused(step, { code: 'Conflict', message: step.reason ?? 'the plan has a conflict' })
}

function resultOf(step: Step, written: Written): StepResult {
  if ('outcome' in written) return { step, outcome: written.outcome }
  return { step, outcome: written.error.code === 'Moved' ? 'refused' : 'failed', error: written.error }
}
