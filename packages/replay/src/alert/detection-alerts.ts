import type { Rows } from '@tripline/kql/engine'
import { type CustomDetection, detectionEntity } from '@tripline/rules'
import { alertJson, cellJson } from '../report/alert-json.ts'
import type { Alert } from './alert.ts'
import { alertDetailsOf } from './alert-details.ts'
import { detailsWithin } from './custom-detail.ts'
import { detectionKey, entityKey, identifies } from './decisions.ts'
import type { Entity } from './entity.ts'
import { type ResultRow, resultRows } from './result-row.ts'

/** The alerts that one run of a custom detection can raise. */
export const mostDetectionAlerts = 150

/** The keys and values of custom details in one alert, in UTF-8 bytes; beyond them, an alert has none. */
const maxDetailBytes = 4 * 1024

/** An alert of a custom detection, which events of later runs may join. */
export interface DetectionAlert extends Alert {
  /** What events have in common that are one alert. */
  readonly key: string
  /** The rows behind it, each once. */
  readonly events: ReadonlySet<string>
}

/**
 * The alerts of a run with these rows: events with the same entities, custom details, title and description are one alert, unless
 * the rule groups all of them.
 */
export function detectionAlerts(rule: CustomDetection, at: bigint, result: Rows): readonly DetectionAlert[] {
  const events = result.rows.map(row =>
    JSON.stringify(row.map((cell, index) => cellJson(result.columns[index]!.type, cell))),
  )
  const groups = new Map<string, { readonly alert: Alert; readonly events: Set<string>; entities: readonly Entity[] }>()
  for (const [index, row] of resultRows(result).entries()) {
    const alert = alertOver(rule, at, row)
    const key = rule.aggregationKind?.value === 'SingleAlert' ? '' : keyOf(alert)
    const group = groups.get(key) ?? { alert, events: new Set(), entities: [] }
    group.events.add(events[index]!)
    group.entities = [...group.entities, ...alert.entities]
    groups.set(key, group)
  }
  return Array.from(groups.values(), ({ alert, events: own, entities }) => {
    const distinct = [...new Map(entities.map(entity => [entityKey(entity), entity])).values()]
    const all = { ...alert, entities: distinct, rows: own.size }
    return { ...all, key: keyOf(all), events: own }
  })
}

function alertOver(rule: CustomDetection, at: bigint, row: ResultRow): Alert {
  const entities = rule.entityMappings.flatMap(({ entityType, fieldMappings }): readonly Entity[] => {
    const type = entityType.value
    const known = Object.keys(detectionEntity(type)?.identifiers ?? {})
    const values = fieldMappings.flatMap(({ identifier, columnName }) => {
      const value = row.text(columnName.value)
      return known.includes(identifier.value) && identifies(value) ? [[identifier.value, value] as const] : []
    })
    return values.length > 0 ? [{ type, identifiers: Object.fromEntries(values) }] : []
  })
  const { details, isWhole } = detailsWithin(rule, row, maxDetailBytes)
  return { at, ...alertDetailsOf(rule, row), entities, customDetails: isWhole ? details : [], rows: 1 }
}

/** Severity, tactics and techniques are the rule's own. */
const keyOf = (alert: Alert): string => detectionKey(alertJson(alert) as Parameters<typeof detectionKey>[0])

/** The alerts of a run that are new, and those of earlier runs that its events join (R19). */
export function joinAlerts(
  raised: readonly DetectionAlert[],
  earlier: readonly DetectionAlert[],
): { readonly alerts: readonly DetectionAlert[]; readonly added: readonly DetectionAlert[] } {
  const byKey = new Map(raised.map(alert => [alert.key, alert]))
  const alerts = earlier.map(alert => {
    const later = byKey.get(alert.key)
    byKey.delete(alert.key)
    if (!later) return alert
    const events = new Set([...alert.events, ...later.events])
    return { ...alert, events, rows: events.size }
  })
  const added = [...byKey.values()]
  return { alerts: [...alerts, ...added], added }
}
