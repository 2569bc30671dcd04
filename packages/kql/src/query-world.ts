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

/** What names in a query can mean. */
export interface QueryWorld {
  readonly catalogue: Catalogue
  readonly functions?: readonly StoredFunction[]
  readonly watchlists?: readonly WatchlistSchema[]
}

/** syntax, semantic: Kusto would reject the query; unsupported: Kusto runs it, this engine does not. */
export type QueryErrorKind = 'syntax' | 'semantic' | 'unsupported' | 'runtime' | 'internal'

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

/** What the binder knows about a query, without running it. */
export interface QueryAnalysis {
  readonly diagnostics: readonly QueryDiagnostic[]
  /** Result columns; absent when the query has errors. */
  readonly columns?: readonly Column[]
  /** True when data decides further columns (`bag_unpack`, `pivot`). */
  readonly open: boolean
  /** Catalogue tables the query reads. */
  readonly tables: readonly string[]
  /** Aliases named by `_GetWatchlist`. */
  readonly watchlists: readonly string[]
  readonly parameters: readonly QueryParameter[]
}
