import type { Column } from '@tripline/schemas'
import type { QueryDiagnostic, TextSpan } from '../world/query-diagnostic.ts'

/** A top-level `let NAME = scalar;`: a parameter that a workspace may override. */
export interface QueryParameter {
  readonly name: string
  readonly type: Column['type']
  /** Offsets of the value's expression. */
  readonly start: number
  readonly end: number
}

/** A range that is about a name. */
export interface NamedSpan extends TextSpan {
  readonly name: string
}

/** A filter that keeps the rows after some instant. */
export interface TimeBound extends TextSpan {
  readonly column: 'TimeGenerated' | 'ingestion_time'
  /** Age in ticks of the oldest row kept (of the youngest such row, where it depends on the hour); absent where it is not constant. */
  readonly age?: bigint
}

/** One reading of a table by the query's result; what no result needs is not read. */
export interface TableRead extends TextSpan {
  readonly table: string
  /** Every filter that a row must pass on its way. */
  readonly bounds: readonly TimeBound[]
  /** Whether groups are made of the rows on their way, or only a few are taken; in a join, before they reach it. */
  readonly grouped: boolean
}

export interface JoinFact extends TextSpan {
  /** As written; absent where the default (innerunique) applies. */
  readonly kind?: string
  readonly left: readonly TableRead[]
  readonly right: readonly TableRead[]
}

/** A comparison of text with literals. */
export interface TextComparison extends TextSpan {
  /** As written: `==`, `!contains`, `in~` … */
  readonly operator: string
  /** The function around the column: `tolower(Account) == "x"`. */
  readonly call?: string
  /** Absent where more than a column is compared. */
  readonly column?: { readonly name: string; readonly type?: Column['type'] }
  readonly literals: readonly string[]
}

/** `a in (T)` where T has several columns: only the first one counts. */
export interface WideList extends TextSpan {
  readonly columns: readonly string[]
}

/** What a query does with tables and times, as far as its text says. Empty where it does not bind. */
export interface QueryFacts {
  readonly reads: readonly TableRead[]
  readonly joins: readonly JoinFact[]
  readonly comparisons: readonly TextComparison[]
  readonly wideLists: readonly WideList[]
  /** `search *` and `union *`. */
  readonly everything: readonly (TextSpan & { readonly operator: 'search' | 'union' })[]
  /** `search` and `find` that name no tables, by operator. */
  readonly unscoped: readonly NamedSpan[]
  /** Results beyond the first: further queries, and operators that answer several tables. */
  readonly furtherResults: readonly TextSpan[]
  /** Columns that only data could have made (`bag_unpack`, `pivot`), each where it is named first. */
  readonly dataNames: readonly NamedSpan[]
  /** A sort of the result that nothing after it uses. */
  readonly idleSorts: readonly TextSpan[]
  /** Calls of `ingestion_time()`. */
  readonly ingestionTimes: readonly TextSpan[]
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
