import type { WorkspaceClient } from '@tripline/azure'
import {
  type ActualState,
  type Choices,
  type DeployPlan,
  planDeploy,
  readActual,
  type Selection,
} from '@tripline/deploy'
import type { Diagnosed } from '@tripline/diagnostics'
import type { DeploySettings, Target } from '@tripline/project'
import { commandReport } from '../command-line/command-report.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import type { SoundRules } from '../project/sound-rules.ts'
import { connectTarget } from './connect-target.ts'
import { desiredFor } from './desired-for.ts'

/** A plan and the workspace that it is about. */
export interface Planned {
  readonly plan: DeployPlan
  readonly client: WorkspaceClient
}

/** A plan that has just been made, and what it was compared with. */
export interface LivePlan extends Planned {
  readonly actual: ActualState
}

/** The options with which the user decides about resources that differ from what was last applied. */
export type Decisions = {
  readonly [Option in (typeof decided)[number]]?: readonly string[] | undefined
} & { readonly prune: boolean }

export const decided = ['overwrite', 'adopt', 'enable'] as const

/** Compares what the project says about a workspace with what the workspace holds. */
export async function planTarget(
  target: Target,
  sound: SoundRules,
  context: ProjectContext,
  decisions: Decisions,
  io: Io,
): Promise<Diagnosed<LivePlan>> {
  const { project, root } = context
  const name = target.name.value
  const desired = desiredFor(target, sound, context)
  if (!desired.value) return { diagnostics: desired.diagnostics }
  const client = connectTarget(target, root, io)
  if (!client.value) return { diagnostics: client.diagnostics }
  const actual = await readActual(client.value, desired.value)
  if (!actual.ok) {
    const { code, message } = actual.error
    return { diagnostics: [commandReport['remote-unusable'](target.name.span, name, code, message)] }
  }
  const { resource } = client.value
  const choices = choicesOf(decisions, project.deploy)
  const plan = planDeploy({ name, resource }, desired.value, actual.value, choices)
  return { value: { plan, client: client.value, actual: actual.value }, diagnostics: desired.diagnostics }
}

const selection = (ids: readonly string[] = []): Selection => (ids.includes('all') ? 'all' : ids)

export const choicesOf = (
  { overwrite, adopt, enable, prune }: Decisions,
  { project, keep = [] }: DeploySettings,
): Choices => ({
  owner: project?.value ?? '',
  overwrite: selection(overwrite),
  adopt: selection(adopt),
  enable: selection(enable),
  prune,
  keep: keep.map(({ value }) => value),
})

/** A conflict is a finding, because apply would refuse it. */
export function exitCodeOfPlans(plans: readonly DeployPlan[], detailed: boolean): ExitCode {
  const steps = plans.flatMap(plan => plan.steps)
  if (steps.some(({ action }) => action === 'conflict')) return exitCodes.findings
  return detailed && steps.some(({ action }) => action !== 'none') ? exitCodes.pending : exitCodes.ok
}
