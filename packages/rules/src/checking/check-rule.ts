import type { Diagnostic } from '@tripline/diagnostics'
import type { QueryAnalysis } from '@tripline/kql/analysis'
import { profileOf } from '../document/profile.ts'
import type { RuleDraft, RuleQuery } from '../document/rule.ts'
import { withoutAccepted } from '../findings/accepted-findings.ts'
import type { LoadedRule } from '../load/load-rule.ts'
import type { QueryAnalyses } from '../query/query-analyses.ts'
import { queryFindings } from '../query/query-findings.ts'
import { resultSchema } from '../query/result-schema.ts'
import type { AnalysedQuery, CheckContext } from './check.ts'
import { checks } from './checks.ts'

/**
 * All findings about a single rule file: from loading it, from the official binder about its query, and from the checks,
 * except what its author accepts until `now` (ticks). In file order.
 */
export function checkRule(
  { draft, diagnostics }: LoadedRule,
  analyses: QueryAnalyses,
  now?: bigint,
): readonly Diagnostic[] {
  if (!draft) return diagnostics
  const found = [...withoutAccepted(draft, [...diagnostics, ...judge(draft, unknownKeys(diagnostics), analyses)], now)]
  return found.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))
}

const unknownKeys = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.flatMap(({ id, span }) =>
    id === 'unknown-key' && span ? [span.file.text.slice(span.start, span.end)] : [],
  )

function judge(rule: RuleDraft, unknownKeys: readonly string[], analyses: QueryAnalyses): readonly Diagnostic[] {
  const query = 'query' in rule ? rule.query : undefined
  const isReplayed = rule.kind !== 'Hunting'
  const analysed = query && analysedQuery(query, analyses.of(query.value, profileOf(rule)))
  const findings = analysed ? queryFindings(analysed.query, analysed.analysis, { isReplayed }) : []
  const context: CheckContext = { unknownKeys, ...(analysed && { analysed }) }
  return [...findings, ...checks.flatMap(check => [...check.run(rule, context)])]
}

function analysedQuery(query: RuleQuery, analysis: QueryAnalysis): AnalysedQuery {
  const closed = analysis.open ? undefined : analysis.columns
  return { query, analysis, ...(closed && { result: resultSchema(closed) }) }
}
