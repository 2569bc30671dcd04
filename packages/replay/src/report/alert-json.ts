import type { JsonValue } from '@tripline/diagnostics'
import { formatDatetime } from '@tripline/schemas'
import type { Alert } from '../alert/alert.ts'
import type { Entity } from '../alert/entity.ts'
import { cellJson } from './cell-json.ts'

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
