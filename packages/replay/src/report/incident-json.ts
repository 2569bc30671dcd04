import type { JsonValue } from '@tripline/diagnostics'
import { formatDatetime } from '@tripline/schemas'
import type { Incident } from '../alert/incident.ts'
import { alertJson } from './alert-json.ts'

/** An incident as reports show it, with the field names of an expected incident. */
export const incidentJson = ({ at, severity, title, alerts }: Incident): JsonValue => ({
  at: formatDatetime(at),
  severity,
  title,
  alerts: alerts.map(alertJson),
})
