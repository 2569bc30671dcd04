/** Queries over typed tables, with Kusto's answers. Opening this door loads DuckDB. */
import type { Column, Table } from '@tripline/schemas'
import type { QueryDiagnostic, StoredFunction } from './query-world.ts'

export { type Bag, endOfJson, type Json, parseJson, Real, writeJson } from './udf/json.ts'
export { realText } from './udf/real-text.ts'

/**
 * One value as the engine takes and gives it: string -> string (never null); bool -> boolean; int, real -> number
 * (real may be NaN or infinite); long, datetime and timespan (100 ns ticks, datetimes since 0001-01-01) -> bigint;
 * decimal, guid -> text; dynamic -> compact JSON text.
 */
export type Cell = string | number | boolean | bigint | null

/** Rows in the order of `table.columns`. */
export interface TypedTable {
  readonly table: Table
  readonly rows: readonly (readonly Cell[])[]
  /** When each row became visible (ticks), parallel to `rows`; absent: `ingestion_time()` is null and no row waits. */
  readonly ingested?: readonly bigint[]
}

/** A watchlist's rows, all strings. `_GetWatchlist(alias)` answers them whatever the window. */
export interface TypedWatchlist {
  readonly alias: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The world a query runs in. */
export interface Dataset {
  /** Tables with rows. Catalogue tables that are not given are empty. */
  readonly tables: readonly TypedTable[]
  readonly watchlists?: readonly TypedWatchlist[]
  readonly functions?: readonly StoredFunction[]
}

/** Which rows a run sees: TimeGenerated or ingestion time in [from, to), and ingested by `visibleAt` (all in ticks). */
export interface RunWindow {
  readonly by: 'TimeGenerated' | 'ingestion'
  readonly from: bigint
  readonly to: bigint
  readonly visibleAt: bigint
}

export interface RunRequest {
  readonly kql: string
  /** What `now()` answers, in ticks; a query that needs the time and gets none is an error. */
  readonly now?: bigint
  readonly window?: RunWindow
  /** Milliseconds; a run that takes longer ends with a `runtime` error. */
  readonly timeout?: number
}

export interface Rows {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Rows, or the errors that prevented them. */
export type RunAnswer =
  | { readonly ok: true; readonly rows: Rows; readonly diagnostics: readonly QueryDiagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly QueryDiagnostic[] }

/** A dataset loaded into a sealed in-memory database; runs are read-only and independent. */
export interface Workspace extends AsyncDisposable {
  run(request: RunRequest): Promise<RunAnswer>
  close(): Promise<void>
}

export { openQueryCache, type QueryCache } from './cache/query-cache.ts'
export { openWorkspace } from './workspace.ts'
