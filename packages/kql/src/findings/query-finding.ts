import type { Diagnostic, Span } from '@tripline/diagnostics'
import type { QueryDiagnostic, QueryErrorKind } from '../world/query-diagnostic.ts'

/** Messages of the official binder that have their own id. */
const idsByCode: Readonly<Record<string, string>> = {
  KS142: 'unknown-name',
  KS204: 'unknown-table',
  KS205: 'unknown-table',
  KS211: 'unknown-function',
}

const idsByKind = {
  syntax: 'kql-syntax',
  semantic: 'kql-semantics',
  unsupported: 'kql-unsupported',
  limit: 'kql-limit',
  runtime: 'kql-runtime',
  engine: 'engine-unusable',
  internal: 'kql-internal',
} as const satisfies Record<QueryErrorKind, string>

/** The id under which every command reports a message about a query. */
export const findingId = ({ code, kind }: Pick<QueryDiagnostic, 'code' | 'kind'>): string =>
  idsByCode[code] ?? idsByKind[kind]

/** Whether the code comes from the official parser or binder. */
export const isKustoCode = (code: string): boolean => /^KS\d+$/.test(code)

const elsewhere = 'run it on Kusto: --engine workspace=NAME or kusto=URL'

/** What to do about a message: of its own, and for what this engine does not run, which ones do. */
export const fixOf = ({ fix, kind }: Pick<QueryDiagnostic, 'fix' | 'kind'>): string | undefined =>
  kind === 'unsupported' ? [fix, elsewhere].filter(Boolean).join('; or ') : fix

/** A message about a query as every command reports it, with its span in the file that contains the query. */
export function queryFinding(found: QueryDiagnostic, span: Span): Diagnostic {
  const { severity, kind, code, message } = found
  const fix = fixOf(found)
  return {
    id: findingId(found),
    severity,
    category: kind === 'engine' ? 'input' : 'finding',
    message,
    span,
    ...(isKustoCode(code) ? { kusto: code } : { code }),
    ...(fix !== undefined && { fix }),
  }
}
