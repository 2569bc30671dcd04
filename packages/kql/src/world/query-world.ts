import type { Catalogue } from '@tripline/schemas'

/** A function saved in the workspace: `name(parameters) { body }`, its parameters in KQL's own spelling. */
export interface StoredFunction {
  readonly name: string
  /** `(a:long, b:string="x")`; `()` for none. */
  readonly parameters: string
  readonly body: string
}

/** A watchlist by alias; every column is a string, including `SearchKey` (semantics §17). */
export interface WatchlistSchema {
  readonly alias: string
  readonly columns: readonly string[]
}

/** A URL that `externaldata` may name, because a file is recorded for it. */
export interface ExternalFile {
  readonly url: string
}

/** Everything that names in a query can refer to. */
export interface QueryWorld {
  readonly catalogue: Catalogue
  readonly functions?: readonly StoredFunction[]
  readonly watchlists?: readonly WatchlistSchema[]
  readonly externalData?: readonly ExternalFile[]
}
