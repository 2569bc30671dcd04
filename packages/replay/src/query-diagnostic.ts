import type { Diagnostic } from '@tripline/diagnostics'
import type { QueryDiagnostic, QueryErrorKind } from '@tripline/kql/compile'
import { type RuleQuery, spanInQuery } from '@tripline/rules'

/** As `check` names them. */
const ids: Readonly<Record<QueryErrorKind, string>> = {
  syntax: 'kql-syntax',
  semantic: 'kql-semantics',
  unsupported: 'kql-unsupported',
  runtime: 'kql-runtime',
  internal: 'kql-internal',
}

/** What the engine says about a rule's query, at its place in the rule file; a text with parameters in it has only the query's place. */
export function queryDiagnostic(query: RuleQuery, kql: string, found: QueryDiagnostic): Diagnostic {
  return {
    id: ids[found.kind],
    severity: found.severity,
    category: 'finding',
    message: found.message,
    span: kql === query.value ? spanInQuery(query, found.start, found.end) : query.span,
    ...(found.code.startsWith('KS') && { kusto: found.code }),
    ...(found.fix !== undefined && { fix: found.fix }),
  }
}
