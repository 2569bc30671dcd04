import type { Rows } from '@tripline/kql/engine'
import type { AnalyticsRule } from '@tripline/rules'
import { type AlertDetails, alertDetailsOf } from './alert-details.ts'
import { entitiesOf } from './alert-entities.ts'
import { customDetailsOf, type DetailValue } from './custom-detail.ts'
import { alertsWithoutRows, representative } from './decisions.ts'
import type { Entity } from './entity.ts'
import { type ResultRow, resultRows } from './result-row.ts'

/** An alert of a run. */
export interface Alert extends AlertDetails {
  /** The scheduled time of the run (ticks). */
  readonly at: bigint
  /** Distinct. */
  readonly entities: readonly Entity[]
  readonly customDetails: readonly DetailValue[]
  /** The number of result rows behind it. */
  readonly rows: number
}

/** The alerts that one run can raise under AlertPerResult. */
const maxAlerts = { Scheduled: 150, NRT: 30 } as const

/** The alerts of a run that triggered on `result`. */
export function alertsOf(rule: AnalyticsRule, at: bigint, result: Rows): readonly Alert[] {
  return rowsByAlert(rule, resultRows(result)).map(rows => alertOver(rule, at, rows))
}

/** The rows of each alert, or what is known of them. Past the cap, the last alert covers all rows, as under SingleAlert. */
export function rowsByAlert<Row>(rule: AnalyticsRule, rows: readonly Row[]): readonly (readonly Row[])[] {
  if (rows.length === 0) return Array.from({ length: alertsWithoutRows }, () => rows)
  if (rule.aggregationKind?.value !== 'AlertPerResult') return [rows]
  const cap = maxAlerts[rule.kind]
  if (rows.length <= cap) return rows.map(row => [row])
  return [...rows.slice(0, cap - 1).map(row => [row]), rows]
}

function alertOver(rule: AnalyticsRule, at: bigint, rows: readonly ResultRow[]): Alert {
  const row = representative(rows)
  return {
    at,
    ...alertDetailsOf(rule, row),
    entities: entitiesOf(rule, rows),
    customDetails: row ? customDetailsOf(rule, row) : [],
    rows: rows.length,
  }
}
