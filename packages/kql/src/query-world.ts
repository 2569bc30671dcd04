import type { Catalogue, Column } from '@tripline/schemas'

/** A function saved in the workspace: `name(parameters) { body }`, its parameters in KQL's own spelling. */
export interface StoredFunction {
  readonly name: string
  /** `(a:long, b:string="x")`; `()` for none. */
  readonly parameters: string
  readonly body: string
}

/** A watchlist by alias; every column is a string, `SearchKey` among them (semantics §17). */
export interface WatchlistSchema {
  readonly alias: string
  readonly columns: readonly string[]
}

/** A URL that `externaldata` may name, because a file is recorded for it. */
export interface ExternalFile {
  readonly url: string
}

/** What names in a query can mean. */
export interface QueryWorld {
  readonly catalogue: Catalogue
  readonly functions?: readonly StoredFunction[]
  readonly watchlists?: readonly WatchlistSchema[]
  readonly externalData?: readonly ExternalFile[]
}

/**
 * syntax, semantic: Kusto would reject the query; unsupported: Kusto runs it, this engine does not; limit: the query is larger
 * than this engine accepts; runtime: the run failed; internal: a fault of our own.
 */
export const queryErrorKinds = ['syntax', 'semantic', 'unsupported', 'limit', 'runtime', 'internal'] as const
export type QueryErrorKind = (typeof queryErrorKinds)[number]

/** A message about a query; offsets are UTF-16 offsets into its text. */
export interface QueryDiagnostic {
  readonly kind: QueryErrorKind
  readonly severity: 'error' | 'warning' | 'info'
  /** Kusto's code (KS142 …) when the official binder says so, else our kebab-case id. */
  readonly code: string
  readonly message: string
  readonly start: number
  readonly end: number
  /** What to write instead. */
  readonly fix?: string
}

/** A top-level `let NAME = scalar;`: a parameter that a workspace may override. */
export interface QueryParameter {
  readonly name: string
  readonly type: Column['type']
  /** Offsets of the value's expression. */
  readonly start: number
  readonly end: number
}

/** Offsets into a query's text. What a function's body says is reported at the call. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** A range that is about a name. */
export interface NamedRange extends TextRange {
  readonly name: string
}

/** A filter that keeps the rows after some instant. */
export interface TimeBound extends TextRange {
  readonly column: 'TimeGenerated' | 'ingestion_time'
  /** Age in ticks of the oldest row kept (of the youngest such row, where it depends on the hour); absent where it is not constant. */
  readonly age?: bigint
}

/** One reading of a table by the query's result; what no result needs is not read. */
export interface TableRead extends TextRange {
  readonly table: string
  /** Every filter that a row must pass on its way. */
  readonly bounds: readonly TimeBound[]
  /** Whether groups are made of the rows on their way, or only a few are taken; in a join, before they reach it. */
  readonly grouped: boolean
}

export interface JoinFact extends TextRange {
  /** As written; absent where the default (innerunique) applies. */
  readonly kind?: string
  readonly left: readonly TableRead[]
  readonly right: readonly TableRead[]
}

/** A comparison of text with literals. */
export interface TextComparison extends TextRange {
  /** As written: `==`, `!contains`, `in~` … */
  readonly operator: string
  /** The function around the column: `tolower(Account) == "x"`. */
  readonly call?: string
  /** Absent where more than a column is compared. */
  readonly column?: { readonly name: string; readonly type?: Column['type'] }
  readonly literals: readonly string[]
}

/** `a in (T)` where T has several columns: only the first one counts. */
export interface WideList extends TextRange {
  readonly columns: readonly string[]
}

/** What a query does with tables and times, as far as its text says. Empty where it does not bind. */
export interface QueryFacts {
  readonly reads: readonly TableRead[]
  readonly joins: readonly JoinFact[]
  readonly comparisons: readonly TextComparison[]
  readonly wideLists: readonly WideList[]
  /** `search *` and `union *`. */
  readonly everything: readonly (TextRange & { readonly operator: 'search' | 'union' })[]
  /** `search` and `find` that name no tables, by operator. */
  readonly unscoped: readonly NamedRange[]
  /** Results beyond the first: further queries, and operators that answer several tables. */
  readonly furtherResults: readonly TextRange[]
  /** Columns that only data could have made (`bag_unpack`, `pivot`), each where it is named first. */
  readonly dataNames: readonly NamedRange[]
  /** A sort of the result that nothing after it uses. */
  readonly idleSorts: readonly TextRange[]
  /** Calls of `ingestion_time()`. */
  readonly ingestionTimes: readonly TextRange[]
}

/** What the binder knows about a query, without running it. */
export interface QueryAnalysis {
  readonly diagnostics: readonly QueryDiagnostic[]
  /**
   * Result columns; absent when the query has errors. A misspelt table is no such error where the query makes sense with
   * the one that was most likely meant: the columns are then those it would have.
   */
  readonly columns?: readonly Column[]
  /** True when data decides further columns (`bag_unpack`, `pivot`). */
  readonly open: boolean
  /** Catalogue tables the query reads. */
  readonly tables: readonly string[]
  /** Aliases named by `_GetWatchlist`. */
  readonly watchlists: readonly string[]
  readonly parameters: readonly QueryParameter[]
  readonly facts: QueryFacts
  /** What Kusto runs and this engine does not, so that the query cannot be replayed; empty where the query has errors. */
  readonly refusals: readonly QueryDiagnostic[]
}
