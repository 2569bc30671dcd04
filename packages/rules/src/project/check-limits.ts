import { type Diagnostic, startOf } from '@tripline/diagnostics'
import type { Project } from '@tripline/project'
import { rulesFor } from '../compile/rules-for.ts'
import { isEnabled } from '../compile/settings-for.ts'
import type { RuleDraft } from '../document/rule.ts'
import { consistencyReport } from './consistency-report.ts'

/** Enabled rules that one workspace runs, by kind. */
const limits = [
  ['Scheduled', 512],
  ['NRT', 50],
] as const

/** Counts the rules of each workspace, or all of them if the project names none. */
export function checkLimits(rules: readonly RuleDraft[], project: Project): readonly Diagnostic[] {
  const all = [{ span: startOf(project.file), rules }]
  const byTarget = project.targets.map(target => ({
    span: target.name.span,
    rules: rulesFor(rules, target, project),
  }))
  return (byTarget.length > 0 ? byTarget : all).flatMap(({ span, rules }) =>
    limits.flatMap(([kind, limit]) => {
      const count = rules.filter(rule => rule.kind === kind && isEnabled(rule, project)).length
      return count > limit ? [consistencyReport['rules-over-limit'](span, count, kind, limit)] : []
    }),
  )
}
