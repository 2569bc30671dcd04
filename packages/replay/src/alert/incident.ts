import type { AlertingRule, GroupingConfiguration } from '@tripline/rules'
import { cellJson } from '../report/alert-json.ts'
import type { Alert } from './alert.ts'
import { allEntitiesKey, createsIncidentsByDefault, withinLookback } from './decisions.ts'

/** Alerts of one rule, named after the first. */
export interface Incident {
  readonly title: string
  readonly severity: Alert['severity']
  /** When its first alert was raised (ticks). */
  readonly at: bigint
  readonly alerts: readonly Alert[]
}

const maxAlerts = 150

/**
 * The incidents of `alerts`, in the order they were raised. Replayed incidents stay open, so reopening does not occur.
 */
export function incidentsOf(rule: AlertingRule, alerts: readonly Alert[]): readonly Incident[] {
  // Defender XDR correlates the alerts of custom detections with others in ways that are not documented.
  if (rule.kind === 'CustomDetection') return []
  const { createIncident, groupingConfiguration: grouping } = rule.incidentConfiguration ?? {}
  if (!(createIncident?.value ?? createsIncidentsByDefault)) return []
  if (!grouping?.enabled.value) return alerts.map(alert => incidentOf([alert]))
  return grouped(grouping, alerts).map(incidentOf)
}

const incidentOf = (alerts: readonly Alert[]): Incident => {
  const { title, severity, at } = alerts[0]!
  return { title, severity, at, alerts }
}

/** Only the newest group of a key can take an alert; earlier ones are full or past their look-back. */
function grouped(grouping: GroupingConfiguration, alerts: readonly Alert[]): readonly (readonly Alert[])[] {
  const groups: Alert[][] = []
  const newest = new Map<string, Alert[]>()
  for (const alert of alerts) {
    const key = groupingKey(grouping, alert)
    const group = newest.get(key)
    const open = group !== undefined && group.length < maxAlerts
    if (open && withinLookback(alert.at, group[0]!.at, grouping.lookbackDuration.value.ticks)) {
      group.push(alert)
      continue
    }
    const opened = [alert]
    groups.push(opened)
    newest.set(key, opened)
  }
  return groups
}

/** Alerts with equal keys are grouped. */
function groupingKey(grouping: GroupingConfiguration, alert: Alert): string {
  const keys = {
    AnyAlert: () => '',
    AllEntities: () => allEntitiesKey(alert.entities),
    Selected: () => selectedKey(grouping, alert),
  }
  return keys[grouping.matchingMethod.value]()
}

function selectedKey(grouping: GroupingConfiguration, alert: Alert): string {
  const types = new Set(grouping.groupByEntities.map(({ value }) => value))
  return JSON.stringify([
    allEntitiesKey(alert.entities.filter(({ type }) => types.has(type))),
    grouping.groupByAlertDetails.map(({ value }) => (value === 'Severity' ? alert.severity : alert.title)),
    grouping.groupByCustomDetails.map(({ value }) => {
      const detail = alert.customDetails.find(({ key }) => key === value)
      return detail ? cellJson(detail.type, detail.value) : null
    }),
  ])
}
