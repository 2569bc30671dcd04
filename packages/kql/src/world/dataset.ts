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

/** A recorded log in a file of the database's own form, which engines read without loading it. */
export interface StoredLog {
  /** Its columns, including open ones. */
  readonly table: Table
  /** The absolute path of the database file. */
  readonly file: string
  /** How many rows it has. */
  readonly rowCount: number
  /** Whether some rows have an ingestion time of their own. */
  readonly hasIngestionTimes: boolean
}

/** A log as a case sees it. */
export interface DelayedLog {
  readonly log: StoredLog
  /** Ticks from TimeGenerated to ingestion of rows without a time of their own. Without it, as for `TypedTable.ingested`. */
  readonly ingestionDelay?: bigint
}

/** A table with stored logs among its parts, whose rows follow each other. */
export interface LogTable {
  /** All columns of the parts. A part has the empty value where it lacks one. */
  readonly table: Table
  readonly parts: readonly (TypedTable | DelayedLog)[]
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
  /** Further tables. */
  readonly logs?: readonly LogTable[]
  readonly watchlists?: readonly TypedWatchlist[]
  readonly functions?: readonly StoredFunction[]
  readonly externalData?: readonly ExternalText[]
}

/** The files that tables with stored logs read. */
export const logFiles = (logs: readonly LogTable[] = []): ReadonlySet<string> =>
  new Set(logs.flatMap(({ parts }) => parts.flatMap(part => ('log' in part ? [part.log.file] : []))))
