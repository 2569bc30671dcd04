import type { Diagnostic, SourceFile } from '@tripline/diagnostics'
import type { QueryDiagnostic, QueryErrorKind } from '@tripline/kql/compile'

/** As `check` names them. */
const ids: Readonly<Record<QueryErrorKind, string>> = {
  syntax: 'kql-syntax',
  semantic: 'kql-semantics',
  unsupported: 'kql-unsupported',
  runtime: 'kql-runtime',
  internal: 'kql-internal',
}

/** A message about a query that is a file of its own. */
export function queryDiagnostic(
  file: SourceFile,
  { kind, severity, code, message, start, end, fix }: QueryDiagnostic,
): Diagnostic {
  return {
    id: ids[kind],
    severity,
    category: 'finding',
    message,
    span: { file, start, end },
    ...(code.startsWith('KS') && { kusto: code }),
    ...(fix !== undefined && { fix }),
  }
}
