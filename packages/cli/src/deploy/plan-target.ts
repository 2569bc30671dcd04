import type { AzureWorkspace } from '@tripline/azure'
import { type DeployPlan, desiredState, planDeploy, readActual } from '@tripline/deploy'
import type { Diagnosed } from '@tripline/diagnostics'
import { compileRule, isDeployable } from '@tripline/rules'
import { analysisCache } from '../cache/analysis-cache.ts'
import { report } from '../command-line/command-report.ts'
import { compileRules } from '../compile/compile-rules.ts'
import type { Io } from '../process/io.ts'
import { findWorkspace, type ProjectWorkplace } from '../project/command-context.ts'
import { soundRules } from '../project/sound-rules.ts'
import { connectWorkspace } from './connect-target.ts'

/** A plan and the workspace that it is about. */
export interface Planned {
  readonly plan: DeployPlan
  readonly remote: AzureWorkspace
}

/** Compares the project's rules and retention with what a workspace holds. */
export async function planWorkspace(name: string, place: ProjectWorkplace, io: Io): Promise<Diagnosed<Planned>> {
  const { project, root, world } = place
  const workspace = findWorkspace(project, name)
  if (!workspace.value) return { diagnostics: workspace.diagnostics }
  const sound = await soundRules([], place, analysisCache(io))
  if (!sound.value) return { diagnostics: sound.diagnostics }
  const rules = compileRules(sound.value.filter(isDeployable), compileRule, place, workspace.value)
  if (!rules.value) return { diagnostics: rules.diagnostics }
  const remote = connectWorkspace(workspace.value, root, io)
  if (!remote.value) return { diagnostics: remote.diagnostics }
  const actual = await readActual(remote.value)
  if (!actual.ok) {
    const { code, message } = actual.error
    return { diagnostics: [report['remote-unusable'](workspace.value.name.span, name, code, message)] }
  }
  const desired = desiredState(rules.value, project.retention, world)
  const plan = planDeploy({ name, resource: remote.value.resource }, desired, actual.value)
  return { value: { plan, remote: remote.value }, diagnostics: rules.diagnostics }
}
