import type { CaseReport } from './test-report.ts'

/** The cases of each rule; rules in the order of their first case. */
export function casesByRule(cases: readonly CaseReport[]): ReadonlyMap<string, readonly CaseReport[]> {
  const byRule = new Map<string, CaseReport[]>()
  for (const report of cases) {
    const own = byRule.get(report.rule)
    if (own) own.push(report)
    else byRule.set(report.rule, [report])
  }
  return byRule
}
