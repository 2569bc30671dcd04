import type { Diagnostic } from '@tripline/diagnostics'
import type { QueryWorld } from '@tripline/kql/compile'
import { analysisOf } from './analysis-of.ts'
import type { CheckContext } from './check.ts'
import { checks } from './checks.ts'
import { queryFindings } from './query-findings.ts'
import { resultSchema } from './result-schema.ts'
import type { RuleDraft, RuleQuery } from './rule.ts'

/** Judges one rule by itself: its query by the official binder, then every check. Findings come in the order of the file. */
export function checkRule(rule: RuleDraft, world: QueryWorld): readonly Diagnostic[] {
  const query = 'query' in rule ? rule.query : undefined
  const { context, findings } = query ? judgeQuery(query, world) : { context: {}, findings: [] }
  const found = [...findings, ...checks.flatMap(check => [...check.run(rule, context)])]
  return found.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))
}

function judgeQuery(query: RuleQuery, world: QueryWorld): { context: CheckContext; findings: readonly Diagnostic[] } {
  const analysis = analysisOf(query.value, world)
  const closed = analysis.open ? undefined : analysis.columns
  return {
    context: { analysis, ...(closed && { result: resultSchema(closed) }) },
    findings: queryFindings(query, analysis, world),
  }
}
