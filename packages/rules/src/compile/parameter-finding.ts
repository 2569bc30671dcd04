import type { Diagnostic, Span } from '@tripline/diagnostics'
import type { QueryDiagnostic } from '@tripline/kql/analysis'

/** Why a value cannot replace a `let`, at the span of the value or of the query. */
export function parameterFinding({ code, severity, message, fix }: QueryDiagnostic, span: Span): Diagnostic {
  return { id: code, severity, category: 'finding', message, span, ...(fix !== undefined && { fix }) }
}
