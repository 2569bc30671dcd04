import type { TextSpan } from '../world/query-diagnostic.ts'

/** Why a query returned too few rows. */
export type SilenceKind =
  | 'predicate'
  | 'threshold'
  | 'window'
  | 'late'
  | 'join'
  | 'watchlist'
  | 'null'
  | 'case'
  | 'type'
  | 'parse'
  | 'missing-table'

/** An operator or table of a query, and how many rows it received and returned. */
export interface QueryStage extends TextSpan {
  readonly operator: string
  /** The table, if all rows come from one. */
  readonly table?: string
  readonly rowsIn: number
  /** Whether any row reaches it, of either side of a join. */
  readonly isReached: boolean
  readonly rowsOut: number
}

/** Rows outside the window of a run: those that arrived too late, from after its end, or from before its start. */
export type Outside = 'late' | 'after' | 'before'

/** One reason. */
export interface QueryCause extends TextSpan {
  readonly kind: SilenceKind
  readonly text: string
  readonly expected?: string
  readonly actual?: string
  /** The run's window is the reason, not the query. */
  readonly outside?: Outside
}

/** What happened to the rows of a run, in the order of the query; and if there were too few, why, the decisive reason first. */
export interface RowsExplained {
  readonly rows: number
  readonly stages: readonly QueryStage[]
  readonly causes: readonly QueryCause[]
}
