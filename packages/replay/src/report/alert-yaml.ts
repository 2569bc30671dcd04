import type { JsonValue } from '@tripline/diagnostics'
import { writeYaml } from '@tripline/yaml'
import type { Alert } from '../alert/alert.ts'
import { instantText } from '../run/scheduled-run.ts'
import { cellJson, entityJson } from './alert-json.ts'

/** What a test would expect of an alert: what an analyst relies on, and not what is the same in every alert of its rule. */
export function expectedAlertJson(alert: Alert, { at }: { readonly at: boolean }): JsonValue {
  const { severity, title, entities, customDetails, rows } = alert
  const details = customDetails.map(({ key, type, value }) => [key, cellJson(type, value)] as const)
  return {
    ...(at && { at: instantText(alert.at) }),
    severity,
    title,
    ...(entities.length > 0 && { entities: entities.map(entityJson) }),
    ...(details.length > 0 && { customDetails: Object.fromEntries(details) }),
    rows,
  }
}

/** Alerts as a test file expects them, in YAML. */
export const alertsYaml = (alerts: readonly Alert[], options: { readonly at: boolean }): string =>
  writeYaml({ alerts: alerts.map(alert => expectedAlertJson(alert, options)) })
