import type { Table } from '@tripline/schemas'
import type { StoredFunction } from './query-world.ts'

/**
 * A value passed to or from the engine: string -> string (never null); bool -> boolean; int, real -> number (real may be NaN or
 * infinite); long, datetime and timespan (100 ns ticks, datetimes since 0001-01-01) -> bigint; decimal, guid -> text; dynamic
 * -> compact JSON text.
 */
export type Cell = string | number | boolean | bigint | null

/** Rows in the order of `table.columns`. */
export interface TypedTable {
  readonly table: Table
  readonly rows: readonly (readonly Cell[])[]
  /** When each row became visible (ticks), parallel to `rows`; absent: `ingestion_time()` is null and all rows are visible. */
  readonly ingested?: readonly bigint[]
}

/** A watchlist's rows, all strings. `_GetWatchlist(alias)` returns them regardless of the window. */
export interface TypedWatchlist {
  readonly alias: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The text of the file that `externaldata` reads for a URL, decompressed. */
export interface ExternalText {
  readonly url: string
  readonly text: string
}

/** The data that a query runs on. */
export interface Dataset {
  /** Tables with rows. Catalogue tables that are not listed are empty. */
  readonly tables: readonly TypedTable[]
  readonly watchlists?: readonly TypedWatchlist[]
  readonly functions?: readonly StoredFunction[]
  readonly externalData?: readonly ExternalText[]
}
