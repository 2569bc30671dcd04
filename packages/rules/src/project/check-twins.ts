import type { Diagnostic, Located } from '@tripline/diagnostics'
import { isAlerting, type RuleDraft } from '../document/rule.ts'
import { consistencyReport } from './consistency-report.ts'

/** Rules that could not live in one workspace together: the same id, or alerts under the same name. */
export const checkTwins = (rules: readonly RuleDraft[]): readonly Diagnostic[] => [
  ...twins(rules, rule => rule.id, 'id-twice'),
  ...twins(rules.filter(isAlerting), rule => rule.name, 'name-twice'),
]

function twins(
  rules: readonly RuleDraft[],
  keyOf: (rule: RuleDraft) => Located<string> | undefined,
  report: 'id-twice' | 'name-twice',
): readonly Diagnostic[] {
  const groups = new Map<string, Located<string>[]>()
  for (const rule of rules) {
    const key = keyOf(rule)
    if (!key) continue
    const name = key.value.trim().toLowerCase()
    groups.set(name, [...(groups.get(name) ?? []), key])
  }
  return [...groups.values()].flatMap(group =>
    group.flatMap((key, index) => {
      const other = group[index === 0 ? 1 : 0]
      return other ? [consistencyReport[report](key.span, key.value, other.span.file.path)] : []
    }),
  )
}
