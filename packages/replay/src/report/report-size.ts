import type { Alert } from '../alert/alert.ts'
import { alertJson } from './alert-json.ts'

/** How long alerts are in a report (characters). */
export const reportSize = (alerts: readonly Alert[]): number =>
  alerts.reduce((sum, alert) => sum + JSON.stringify(alertJson(alert)).length, 0)
