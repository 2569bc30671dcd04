import { type Diagnostic, startOf } from '@tripline/diagnostics'
import type { Project } from '@tripline/project'
import { isEnabled } from '../compile/settings-for.ts'
import type { RuleDraft } from '../document/rule.ts'
import { consistencyReport } from './consistency-report.ts'

/** Enabled rules that one workspace runs, by kind. */
const limits = [
  ['Scheduled', 512],
  ['NRT', 50],
] as const

export const checkLimits = (rules: readonly RuleDraft[], project: Project): readonly Diagnostic[] =>
  limits.flatMap(([kind, limit]) => {
    const count = rules.filter(rule => rule.kind === kind && isEnabled(rule, project)).length
    return count > limit ? [consistencyReport['rules-over-limit'](startOf(project.file), count, kind, limit)] : []
  })
