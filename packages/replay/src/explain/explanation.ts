import type { Span } from '@tripline/diagnostics'
import type { QueryStage, SilenceKind } from '@tripline/kql/engine'

/** Why a run raised nothing: a reason in the query, in the schedule, or in the rule's other settings. */
export type CauseKind = SilenceKind | 'suppression' | 'trigger'

export interface Cause {
  readonly kind: CauseKind
  /** In the rule's file. */
  readonly span: Span
  readonly text: string
  readonly expected?: string
  readonly actual?: string
}

/** An operator or table of the query, in the rule's file. */
export interface Stage extends Omit<QueryStage, 'start' | 'end'> {
  readonly span: Span
}

/** Operators that are named after what they read. */
const sources: ReadonlySet<string> = new Set(['table', 'watchlist'])

/** The name of a stage, as the query has it. */
export const stageName = ({ operator, table }: Pick<Stage, 'operator' | 'table'>): string =>
  sources.has(operator) && table !== undefined ? table : operator

/** A row of a table from which an alert was made. */
export interface OriginRow {
  readonly table: string
  /** Counted from 0. */
  readonly row: number
  /** As text, by column; those that are missing are left out, and all of a large log are. */
  readonly values: Readonly<Record<string, string>>
}

/** The rows from which an alert was made. */
export interface AlertOrigin {
  readonly title: string
  readonly severity: string
  readonly rows: readonly OriginRow[]
}

/** What became of the rows in one run of a rule, and why it raised nothing, or what its alerts were made from. */
export interface Explanation {
  /** Path of the rule's file. */
  readonly rule: string
  readonly case?: string
  /** The run, in ticks. */
  readonly at: bigint
  /** All alerts of the replay. */
  readonly alerts: number
  readonly stages: readonly Stage[]
  /** The decisive one first; empty if the run raised an alert. */
  readonly causes: readonly Cause[]
  /** Of each alert of the run; absent if it raised none. */
  readonly origins?: readonly AlertOrigin[]
  /** The operator beyond which rows cannot be traced to those that they were made from. */
  readonly untraced?: string
}
