import type { WorkspaceClient } from '@tripline/azure'
import { type DeployPlan, desiredState, planDeploy, readActual } from '@tripline/deploy'
import type { Diagnosed } from '@tripline/diagnostics'
import { compileRule, isDeployable } from '@tripline/rules'
import { analysisCache } from '../cache/analysis-cache.ts'
import { commandReport } from '../command-line/command-report.ts'
import { compileRules } from '../compile/compile-rules.ts'
import type { Io } from '../process/io.ts'
import { findTarget, type ProjectContext } from '../project/command-context.ts'
import { soundRules } from '../project/sound-rules.ts'
import { connectTarget } from './connect-target.ts'

/** A plan and the workspace that it is about. */
export interface Planned {
  readonly plan: DeployPlan
  readonly client: WorkspaceClient
}

/** Compares the project's rules and retention with what a workspace holds. */
export async function planTarget(name: string, context: ProjectContext, io: Io): Promise<Diagnosed<Planned>> {
  const { project, root } = context
  const target = findTarget(project, name)
  if (!target.value) return { diagnostics: target.diagnostics }
  const sound = await soundRules([], context, analysisCache(io))
  if (!sound.value) return { diagnostics: sound.diagnostics }
  const { analyses } = sound.value
  const deployable = sound.value.rules.filter(isDeployable)
  const rules = compileRules(deployable, compileRule, { project, target: target.value, analyses })
  if (!rules.value) return { diagnostics: rules.diagnostics }
  const client = connectTarget(target.value, root, io)
  if (!client.value) return { diagnostics: client.diagnostics }
  const actual = await readActual(client.value)
  if (!actual.ok) {
    const { code, message } = actual.error
    return { diagnostics: [commandReport['remote-unusable'](target.value.name.span, name, code, message)] }
  }
  const desired = desiredState({ rules: rules.value, retention: project.retention })
  const plan = planDeploy({ name, resource: client.value.resource }, desired, actual.value)
  return { value: { plan, client: client.value }, diagnostics: rules.diagnostics }
}
