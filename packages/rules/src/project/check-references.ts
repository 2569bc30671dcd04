import type { Diagnostic } from '@tripline/diagnostics'
import type { QueryWorld } from '@tripline/kql/compile'
import type { Project } from '@tripline/project'
import { isNamed, settingsFor } from '../compile/settings-for.ts'
import type { Rule, RuleDraft } from '../document/rule.ts'
import { consistencyReport } from './consistency-report.ts'

/** What `tripline.yaml` says about rules must be about rules that exist, and parameters must fit. */
export function checkReferences(
  rules: readonly RuleDraft[],
  complete: readonly Rule[],
  project: Project,
  world: QueryWorld,
): readonly Diagnostic[] {
  const strangers = project.disabled.filter(({ value }) => !rules.some(rule => rule.id?.value.toLowerCase() === value))
  return [
    ...strangers.map(({ value, span }) => consistencyReport['disabled-unknown'](span, value)),
    ...project.targets.flatMap(workspace => [
      ...workspace.parameters
        .filter(({ rule: name }) => !rules.some(rule => isNamed(rule, name.value, project)))
        .map(({ rule }) => consistencyReport['parameters-unknown-rule'](rule.span, rule.value)),
      ...complete.flatMap(rule => settingsFor(rule, project, workspace, world).diagnostics),
    ]),
  ]
}
