import type { WorkspaceClient } from '@tripline/azure'
import {
  type ActualState,
  type Choices,
  type DeployPlan,
  desiredState,
  planDeploy,
  readActual,
  type Selection,
} from '@tripline/deploy'
import { type Diagnosed, type Diagnostic, nearest } from '@tripline/diagnostics'
import type { DeploySettings } from '@tripline/project'
import {
  compileRule,
  compileSearch,
  type HuntingQuery,
  isDeployable,
  type Rule,
  rulesFor,
  unknownChoices,
} from '@tripline/rules'
import { analysisCache } from '../cache/cache-location.ts'
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

/** A plan that has just been made, and what it was compared with. */
export interface LivePlan extends Planned {
  readonly actual: ActualState
}

/** The options with which the user decides about resources that differ from what was last applied. */
export type Decisions = {
  readonly [Option in (typeof decided)[number]]?: readonly string[] | undefined
} & { readonly prune: boolean }

const decided = ['overwrite', 'adopt', 'enable'] as const

/** Compares the project's rules and retention with what a workspace holds. */
export async function planTarget(
  name: string,
  context: ProjectContext,
  decisions: Decisions,
  io: Io,
): Promise<Diagnosed<LivePlan>> {
  const { project, root } = context
  const target = findTarget(project, name)
  if (!target.value) return { diagnostics: target.diagnostics }
  const sound = await soundRules([], context, analysisCache(io))
  if (!sound.value) return { diagnostics: sound.diagnostics }
  const { analyses } = sound.value
  const unknown = unknownChoices(sound.value.rules, target.value, project)
  if (unknown.length > 0) return { diagnostics: unknown }
  const chosen = rulesFor(sound.value.rules, target.value, project)
  const deployable = chosen.filter(isDeployable)
  const rules = compileRules(deployable, compileRule, { project, target: target.value, analyses })
  if (!rules.value) return { diagnostics: rules.diagnostics }
  const hunting = chosen.filter(isHunting).filter(({ id }) => id !== undefined)
  const searches = compileRules(hunting, compileSearch, { project, target: target.value, analyses })
  if (!searches.value) return { diagnostics: searches.diagnostics }
  const client = connectTarget(target.value, root, io)
  if (!client.value) return { diagnostics: client.diagnostics }
  const actual = await readActual(client.value)
  if (!actual.ok) {
    const { code, message } = actual.error
    return { diagnostics: [commandReport['remote-unusable'](target.value.name.span, name, code, message)] }
  }
  const desired = desiredState({
    rules: rules.value,
    searches: searches.value,
    functions: project.functions,
    retention: project.retention,
  })
  const choices = choicesOf(decisions, project.deploy)
  const plan = planDeploy({ name, resource: client.value.resource }, desired, actual.value, choices)
  const wrong = misdirected(decisions, plan, project.deploy)
  if (wrong.length > 0) return { diagnostics: wrong }
  return {
    value: { plan, client: client.value, actual: actual.value },
    diagnostics: [...rules.diagnostics, ...searches.diagnostics],
  }
}

const isHunting = (rule: Rule): rule is HuntingQuery => rule.kind === 'Hunting'

const selection = (ids: readonly string[] = []): Selection => (ids.includes('all') ? 'all' : ids)

const choicesOf = (
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

/** Decisions about nothing: a mistyped id would otherwise go unnoticed. */
function misdirected(decisions: Decisions, { steps }: DeployPlan, { project }: DeploySettings): readonly Diagnostic[] {
  if (decisions.prune && !project) {
    const reason = 'prune deletes what was deployed for this project: give it a name, deploy.project in tripline.yaml'
    return [commandReport['option-conflict'](undefined, reason)]
  }
  const ids = steps.map(({ id }) => id.toLowerCase())
  return decided.flatMap(option =>
    (decisions[option] ?? [])
      .filter(id => id !== 'all' && !ids.includes(id.toLowerCase()))
      .map(id =>
        commandReport['option-value'](
          undefined,
          `--${option}`,
          id,
          'the id of a resource of the project',
          nearest(id, ids),
        ),
      ),
  )
}
