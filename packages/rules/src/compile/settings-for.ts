import { relative } from 'node:path'
import type { Diagnosed, Diagnostic } from '@tripline/diagnostics'
import { applyParameters, type ParameterValues } from '@tripline/kql/analysis'
import type { ParameterValue, Project, Target } from '@tripline/project'
import { profileOf } from '../document/profile.ts'
import type { Rule, RuleDraft } from '../document/rule.ts'
import type { QueryAnalyses } from '../query/query-analyses.ts'
import { type CompileSettings, parameterFinding } from './compile-rule.ts'

/** Whether `tripline.yaml` names this rule, by id or by its path from the root of the project. */
export const isNamed = (rule: Pick<RuleDraft, 'id' | 'file'>, name: string, project: Project): boolean =>
  name.toLowerCase() === rule.id?.value.toLowerCase() || name === relative(project.root, rule.file.path)

/** A rule is enabled unless the project says otherwise. */
export const isEnabled = (rule: RuleDraft, project: Project): boolean =>
  !project.disabled.some(({ value }) => value.toLowerCase() === rule.id?.value.toLowerCase())

/** What a workspace of a project decides about a rule; what is wrong with its parameters is reported in `tripline.yaml`. */
export function settingsFor(
  rule: Rule,
  project: Project,
  target: Target | undefined,
  analyses: QueryAnalyses,
): Diagnosed<CompileSettings> {
  const given = target?.parameters.filter(({ rule: name }) => isNamed(rule, name.value, project)) ?? []
  const values = given.flatMap(parameters => parameters.values)
  const diagnostics = values.flatMap(value => misfits(rule, value, analyses))
  if (diagnostics.length > 0) return { diagnostics }
  const parameters: ParameterValues = Object.fromEntries(values.map(({ name, value }) => [name.value, value.value]))
  return { value: { enabled: isEnabled(rule, project), analyses, parameters }, diagnostics }
}

/** Why a value cannot replace a `let` of the rule, at the value's own span. */
function misfits(rule: Rule, { name, value }: ParameterValue, analyses: QueryAnalyses): readonly Diagnostic[] {
  const query = 'query' in rule ? rule.query.value : ''
  const known = 'query' in rule ? analyses.of(query, profileOf(rule)).parameters : []
  const { diagnostics } = applyParameters(query, { [name.value]: value.value }, known)
  return diagnostics.map(found => parameterFinding(found, (found.code === 'unknown-parameter' ? name : value).span))
}
