import { type ActualState, type DeployPlan, type DesiredResource, planDeploy, type Sources } from '@tripline/deploy'
import { type Diagnosed, isError } from '@tripline/diagnostics'
import { analysisCache } from '../cache/cache-location.ts'
import type { Io } from '../process/io.ts'
import { findTarget, openProject } from '../project/command-context.ts'
import { soundRules } from '../project/sound-rules.ts'
import { desiredFor } from './desired-for.ts'
import { choicesOf } from './plan-target.ts'

/** The files of a project as they are now, compared with what a workspace had when it was read. */
export interface ProjectView {
  readonly sources: Sources
  readonly desired: readonly DesiredResource[]
  readonly plan: DeployPlan
}

/** Reads the project again and plans a workspace that has been read. */
export async function viewProject(
  folder: string,
  { workspace, resource }: Pick<DeployPlan, 'workspace' | 'resource'>,
  actual: ActualState,
  io: Io,
): Promise<Diagnosed<ProjectView>> {
  const { value: context, diagnostics } = await openProject({ folder })
  if (!context) return { diagnostics }
  const { project } = context
  const target = findTarget(project, workspace)
  if (!target.value) return { diagnostics: target.diagnostics }
  const sound = await soundRules([], context, analysisCache(io))
  if (!sound.value) return { diagnostics: sound.diagnostics }
  const desired = desiredFor(target.value, sound.value, context)
  if (!desired.value || desired.diagnostics.some(isError)) return { diagnostics: desired.diagnostics }
  const choices = choicesOf({ prune: false }, project.deploy)
  const plan = planDeploy({ name: workspace, resource }, desired.value, actual, choices)
  return {
    value: { sources: { project, target: target.value, ...sound.value }, desired: desired.value, plan },
    diagnostics,
  }
}
