import type { Diagnostic } from '@tripline/diagnostics'
import type { Project } from '@tripline/project'
import { unknownChoices } from '../compile/rules-for.ts'
import { isNamed, settingsFor } from '../compile/settings-for.ts'
import type { LoadedRule } from '../load/load-rule.ts'
import type { QueryAnalyses } from '../query/query-analyses.ts'
import { consistencyReport } from './consistency-report.ts'

/** What `tripline.yaml` says about rules must be about rules that exist, and parameters must fit. */
export function checkReferences(
  loaded: readonly LoadedRule[],
  project: Project,
  analyses: QueryAnalyses,
): readonly Diagnostic[] {
  const rules = loaded.flatMap(({ draft }) => draft ?? [])
  const complete = loaded.flatMap(({ value }) => value ?? [])
  // The id of a rule that cannot be read may be any.
  if (rules.length < loaded.length) return []
  const outsideProject = project.disabled.filter(
    ({ value }) => !rules.some(rule => rule.id?.value.toLowerCase() === value.toLowerCase()),
  )
  return [
    ...outsideProject.map(({ value, span }) => consistencyReport['disabled-unknown'](span, value)),
    ...project.targets.flatMap(target => [
      ...unknownChoices(rules, target, project),
      ...target.parameters
        .filter(({ rule: name }) => !rules.some(rule => isNamed(rule, name.value, project)))
        .map(({ rule }) => consistencyReport['parameters-unknown-rule'](rule.span, rule.value)),
      ...complete.flatMap(rule => settingsFor(rule, project, target, analyses).diagnostics),
    ]),
  ]
}
