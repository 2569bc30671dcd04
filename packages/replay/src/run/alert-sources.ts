import type { Engine, RowsTraced, SourceRow } from '@tripline/kql/engine'
import type { AlertingRule } from '@tripline/rules'
import { type Alert, alertsOf, rowsByAlert } from '../alert/alert.ts'
import type { TimedQuery } from './run-rule.ts'
import type { ScheduledRun } from './scheduled-run.ts'
import { triggered } from './trigger.ts'

/** An alert and the rows of tables that it was made from, each once. */
export interface AlertSources {
  readonly alert: Alert
  readonly rows: readonly SourceRow[]
}

type Untraced = Extract<RowsTraced, { readonly untraced: unknown }>

/**
 * The alerts of a run with their source rows; undefined if the query does not run, and for custom detections, whose alerts rows of
 * later runs join.
 */
export async function alertSources(
  rule: AlertingRule,
  { kql, timeout }: TimedQuery,
  { at, window }: ScheduledRun,
  engine: Pick<Engine, 'trace'>,
): Promise<readonly AlertSources[] | Untraced | undefined> {
  if (rule.kind === 'CustomDetection') return undefined
  const traced = await engine.trace({ kql, now: at, window, timeout })
  if (!traced || 'untraced' in traced) return traced
  const { rows, sources } = traced
  if (!triggered(rule, rows.rows.length)) return []
  const groups = rowsByAlert(rule, sources)
  return alertsOf(rule, at, rows).map((alert, index) => ({ alert, rows: distinct(groups[index]!.flat()) }))
}

const distinct = (rows: readonly SourceRow[]): readonly SourceRow[] => [
  ...new Map(rows.map(row => [sourceKey(row), row])).values(),
]

export const sourceKey = ({ table, row }: SourceRow): string => `${row} ${table}`
