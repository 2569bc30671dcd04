import type { Column } from '@tripline/schemas'
import type { RowsExplained } from '../explain/rows-explained.ts'
import type { WindowTime } from '../plan/node.ts'
import type { Cell } from '../world/dataset.ts'
import type { QueryDiagnostic, TextSpan } from '../world/query-diagnostic.ts'

/** Which rows a run sees: TimeGenerated or ingestion time in [from, to), and ingested by `visibleAt` (all in ticks). */
export interface RunWindow {
  readonly by: WindowTime
  readonly from: bigint
  readonly to: bigint
  readonly visibleAt: bigint
}

export interface RunRequest {
  readonly kql: string
  /** The value of `now()` in ticks; a query that needs the time without one fails. */
  readonly now?: bigint
  readonly window?: RunWindow
  /** Milliseconds; a run that takes longer ends with a `runtime` error. */
  readonly timeout?: number
}

/** Several runs of a query. */
export interface SweepRequest extends Pick<RunRequest, 'kql' | 'timeout'> {
  readonly runs: readonly { readonly now: bigint; readonly window: RunWindow }[]
}

export type { Outside, QueryCause, QueryStage, RowsExplained, SilenceKind } from '../explain/rows-explained.ts'

export interface RowCount {
  /** All rows of the table. */
  readonly rows: number
  /** Inside the window. */
  readonly inWindow: number
  /** Inside the window and ingested in time. */
  readonly visible: number
}

export interface Rows {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Rows, or the errors that prevented them. */
export type RunAnswer =
  | {
      readonly ok: true
      readonly rows: Rows
      /** The tables of the dataset whose rows the query reads; neither watchlists nor files. */
      readonly tables: readonly string[]
      readonly diagnostics: readonly QueryDiagnostic[]
    }
  | { readonly ok: false; readonly diagnostics: readonly QueryDiagnostic[] }

/** A row of a table of the dataset, counted from 0. */
export interface SourceRow {
  readonly table: string
  readonly row: number
}

/** The rows of a query with those that each was made from, in parallel; or the operator beyond which that is not defined. */
export type RowsTraced =
  | { readonly rows: Rows; readonly sources: readonly (readonly SourceRow[])[] }
  | { readonly untraced: TextSpan & { readonly operator: string } }

/** A condition of a filter, and the rows that it was asked about. */
export interface ConditionRows extends TextSpan {
  readonly holds: number
  readonly fails: number
}

/** A dataset in a sealed in-memory database; runs are read-only and independent. */
export interface Engine extends AsyncDisposable {
  /** Compiles a query ahead of its run, in a separate thread, while the database runs another one. */
  prepare(request: RunRequest): Promise<void>
  run(request: RunRequest): Promise<RunAnswer>
  /**
   * The answers to several runs of a query, from one query of the database; undefined if they might not be those of `run`, rows
   * without an order aside, or if one of them has an error.
   */
  sweep(request: SweepRequest): Promise<readonly Extract<RunAnswer, { ok: true }>[] | undefined>
  /**
   * How many rows each operator of a query returns, and why the query returns fewer or more rows than `goal` accepts. Compiles the
   * query anew.
   */
  explain(request: RunRequest, goal: (rows: number) => boolean): Promise<RowsExplained | undefined>
  /** How many rows each operator returns up to the one that refuses a value, as the cause; undefined if none does. */
  explainRefusal(request: RunRequest): Promise<RowsExplained | undefined>
  /** For how many rows the conditions of the query's filters hold, and for how many not; undefined if it cannot be compiled. */
  countConditions(request: RunRequest): Promise<readonly ConditionRows[] | undefined>
  /** The rows of a query, each with the rows of the dataset that it was made from; undefined if the query does not run. */
  trace(request: RunRequest): Promise<RowsTraced | undefined>
  /** Whether another query does the same on this dataset, as far as that is certain; undefined if it cannot be compiled. */
  isSame(kql: string, other: string, by: WindowTime): Promise<boolean | undefined>
  /** How much of a table of the dataset a run sees. */
  countRows(table: string, window: RunWindow): Promise<RowCount>
  close(): Promise<void>
}
