import type { Diagnostic } from '@tripline/diagnostics'
import type { QueryDiagnostic } from '@tripline/kql/compile'
import type { RuleQuery } from '@tripline/rules'

const kustoCode = /^KS\d+$/

/** An engine's message about a rule's query, at its place in the rule file; a text with parameters in it has only the query's place. */
export function queryDiagnostic(query: RuleQuery, kql: string, found: QueryDiagnostic): Diagnostic {
  const { file } = query.span
  const span =
    kql === query.value ? { file, start: query.offsetAt(found.start), end: query.offsetAt(found.end) } : query.span
  return {
    id: kustoCode.test(found.code) ? `query-${found.kind}` : found.code,
    severity: found.severity,
    category: 'finding',
    message: found.message,
    span,
    ...(kustoCode.test(found.code) && { kusto: found.code }),
    ...(found.fix !== undefined && { fix: found.fix }),
  }
}
