/** Offsets into a query's text. Messages about a function's body are reported at the call. */
export interface TextSpan {
  readonly start: number
  readonly end: number
}

/**
 * syntax, semantic: Kusto would reject the query; unsupported: Kusto runs it, this engine does not; limit: the query is larger
 * than this engine accepts; runtime: the run failed; engine: another engine did not answer; internal: a bug in Tripline.
 */
export const queryErrorKinds = ['syntax', 'semantic', 'unsupported', 'limit', 'runtime', 'engine', 'internal'] as const
export type QueryErrorKind = (typeof queryErrorKinds)[number]

/** A message about a query; offsets are UTF-16 offsets into its text. */
export interface QueryDiagnostic {
  readonly kind: QueryErrorKind
  readonly severity: 'error' | 'warning' | 'info'
  /** Kusto's code (KS142 …) if the message comes from the official binder, otherwise our kebab-case id. */
  readonly code: string
  readonly message: string
  readonly start: number
  readonly end: number
  /** What to write instead. */
  readonly fix?: string
}
