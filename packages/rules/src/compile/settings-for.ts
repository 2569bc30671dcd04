import { relative } from 'node:path'
import { type Diagnosed, type Diagnostic, nearest } from '@tripline/diagnostics'
import type { QueryWorld } from '@tripline/kql/compile'
import type { ParameterValue, Project, Workspace } from '@tripline/project'
import { analysisOf } from '../analysis-of.ts'
import { projectReport } from '../project/project-report.ts'
import type { Rule, RuleDraft } from '../rule.ts'
import type { CompileSettings } from './compile-rule.ts'
import { parameterValue } from './parameter-value.ts'

/** Whether `tripline.yaml` names this rule, by id or by its path from the root of the project. */
export const isNamed = (rule: RuleDraft, name: string, project: Project): boolean =>
  name.toLowerCase() === rule.id?.value.toLowerCase() || name === relative(project.root, rule.file.path)

/** A rule is enabled unless the project says otherwise. */
export const isEnabled = (rule: RuleDraft, project: Project): boolean =>
  !project.disabled.some(({ value }) => value === rule.id?.value.toLowerCase())

/** What a workspace of a project decides about a rule; what is wrong with its parameters is reported in `tripline.yaml`. */
export function settingsFor(
  rule: Rule,
  project: Project,
  workspace: Workspace | undefined,
  world: QueryWorld,
): Diagnosed<CompileSettings> {
  const given = workspace?.parameters.filter(({ rule: name }) => isNamed(rule, name.value, project)) ?? []
  const { parameters, diagnostics } = parametersOf(
    rule,
    given.flatMap(({ values }) => values),
    world,
  )
  if (diagnostics.length > 0) return { diagnostics }
  return { value: { enabled: isEnabled(rule, project), world, parameters }, diagnostics }
}

/** The values typed by the lets that they replace. */
function parametersOf(rule: Rule, values: readonly ParameterValue[], world: QueryWorld) {
  const parameters: Record<string, string | number | boolean> = {}
  const diagnostics: Diagnostic[] = []
  if (values.length === 0) return { parameters, diagnostics }
  const lets = 'query' in rule ? analysisOf(rule.query.value, world).parameters : []
  const types = new Map(lets.map(({ name, type }) => [name, type]))
  for (const { name, value } of values) {
    const type = types.get(name.value)
    const typed = type && parameterValue(type, value.value)
    if (!type)
      diagnostics.push(projectReport['parameter-unknown'](name.span, name.value, nearest(name.value, types.keys())))
    else if (typed === undefined)
      diagnostics.push(projectReport['parameter-type'](value.span, name.value, type, value.value))
    else parameters[name.value] = typed
  }
  return { parameters, diagnostics }
}
