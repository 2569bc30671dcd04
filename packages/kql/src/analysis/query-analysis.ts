import type { Column, ColumnType } from '@tripline/schemas'
import type { QueryDiagnostic, TextSpan } from '../world/query-diagnostic.ts'

/** A top-level `let NAME = scalar;`: a parameter that a workspace may override. */
export interface QueryParameter {
  readonly name: string
  readonly type: Column['type']
  /** The span of the value's expression. */
  readonly start: number
  readonly end: number
}

/** A span of the query together with the name it concerns. */
export interface NamedSpan extends TextSpan {
  readonly name: string
}

/** A filter that keeps only rows after some instant. */
export interface TimeBound extends TextSpan {
  readonly column: 'TimeGenerated' | 'ingestion_time'
  /** Age in ticks of the oldest row kept (the lowest such age if it varies with the hour); absent if it is not constant. */
  readonly age?: bigint
}

/** One read of a table that the result depends on. Reads whose rows nothing uses are left out. */
export interface TableRead extends TextSpan {
  readonly table: string
  /** Every filter that a row must pass before it reaches the result. */
  readonly bounds: readonly TimeBound[]
  /** Whether the rows are later grouped or limited to a few; for a join, before they reach it. */
  readonly grouped: boolean
}

export interface JoinFact extends TextSpan {
  /** As written; absent for the default (innerunique). */
  readonly kind?: string
  readonly left: readonly TableRead[]
  readonly right: readonly TableRead[]
}

/** A comparison of a text with literals. */
export interface TextComparison extends TextSpan {
  /** As written: `==`, `!contains`, `in~` and so on. */
  readonly operator: string
  /** The function applied to the column: `tolower(Account) == "x"`. */
  readonly call?: string
  /** Absent if the subject is not just a column. */
  readonly column?: { readonly name: string; readonly type?: Column['type'] }
  readonly literals: readonly string[]
}

/** `a in (T)` where T has several columns: only the first one counts. */
export interface WideList extends TextSpan {
  readonly columns: readonly string[]
}

/** A column that exists only once the data has brought it; its type, if the name says it. */
export interface DataName extends NamedSpan {
  readonly type?: ColumnType
}

/** What a query does with tables and times, as far as the text shows. Empty if it does not bind. */
export interface QueryFacts {
  readonly reads: readonly TableRead[]
  readonly joins: readonly JoinFact[]
  readonly comparisons: readonly TextComparison[]
  readonly wideLists: readonly WideList[]
  /** Uses of `search *` and `union *`. */
  readonly everything: readonly (TextSpan & { readonly operator: 'search' | 'union' })[]
  /** `search` and `find` without a list of tables, by operator. */
  readonly unscoped: readonly NamedSpan[]
  /** Results after the first: further queries, and operators that return several tables. */
  readonly furtherResults: readonly TextSpan[]
  /** Columns that depend on the data (`bag_unpack`, `pivot`, AzureDiagnostics), each at its first mention. */
  readonly dataNames: readonly DataName[]
  /** A sort of the result whose order nothing afterwards uses. */
  readonly unusedSorts: readonly TextSpan[]
  /** Calls of `ingestion_time()`. */
  readonly ingestionTimes: readonly TextSpan[]
}

/** What is known about a query without running it. */
export interface QueryAnalysis {
  readonly diagnostics: readonly QueryDiagnostic[]
  /**
   * The result columns; absent if the query has errors. A misspelt table does not count if the query makes sense with the table
   * that was most likely meant: the columns are then those of the corrected query.
   */
  readonly columns?: readonly Column[]
  /** True if the data decides further columns (`bag_unpack`, `pivot`). */
  readonly open: boolean
  /** The catalogue tables that the query reads. */
  readonly tables: readonly string[]
  /** The aliases passed to `_GetWatchlist`. */
  readonly watchlists: readonly string[]
  readonly parameters: readonly QueryParameter[]
  readonly facts: QueryFacts
  /** What Kusto runs but this engine does not, so the query cannot be replayed; empty if the query has errors. */
  readonly refusals: readonly QueryDiagnostic[]
}
