import type { JsonValue } from '@tripline/diagnostics'
import { encodeCell } from '@tripline/fixtures'
import type { Cell } from '@tripline/kql/engine'
import { type ColumnType, formatDatetime } from '@tripline/schemas'
import type { Alert } from '../alert/alert.ts'
import type { Entity } from '../alert/entity.ts'

/** A value as reports write it, which is as answers do. */
export const cellJson = (type: ColumnType, value: Cell): JsonValue => JSON.parse(encodeCell(value, type)) as JsonValue

/** `{ Account: { FullName: … } }`, as test files write it. */
export const entityJson = ({ type, identifiers }: Entity): JsonValue => ({ [type]: identifiers })

/** An alert as reports show it, with the field names of an expected alert. */
export const alertJson = (alert: Alert): JsonValue => ({
  at: formatDatetime(alert.at),
  severity: alert.severity,
  title: alert.title,
  description: alert.description,
  tactics: alert.tactics,
  techniques: alert.techniques,
  entities: alert.entities.map(entityJson),
  customDetails: Object.fromEntries(alert.customDetails.map(({ key, type, value }) => [key, cellJson(type, value)])),
  rows: alert.rows,
})

/** How long alerts are in a report (characters). */
export const reportSize = (alerts: readonly Alert[]): number =>
  alerts.reduce((sum, alert) => sum + JSON.stringify(alertJson(alert)).length, 0)
