import type { AlertRule, AlertRuleBody } from '@tripline/azure'
import { lookUp } from '@tripline/diagnostics'
import { parseDuration } from '@tripline/rules'
import { type FieldChange, leavesOf } from './field-change.ts'

type Properties = Readonly<Record<string, unknown>>

/** How a field is compared, unless exactly. */
interface FieldRow {
  /** What the service stores by default. */
  readonly byDefault?: unknown
  /** Values that are equal when this of them is. */
  readonly compare?: (value: unknown) => unknown
}

const ofDuration = (value: unknown): unknown =>
  typeof value === 'string' ? (parseDuration(value)?.ticks.toString() ?? value) : value
const unordered = (value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : value)
const ofText = (value: unknown): unknown => (typeof value === 'string' ? value.replaceAll('\r\n', '\n') : value)

const grouping = 'incidentConfiguration.groupingConfiguration'

/** Fields that the service fills in, rewrites or reorders; all others must be equal. */
const fields: Readonly<Record<string, FieldRow>> = {
  description: { byDefault: '', compare: ofText },
  query: { compare: ofText },
  queryFrequency: { compare: ofDuration },
  queryPeriod: { compare: ofDuration },
  suppressionDuration: { compare: ofDuration },
  tactics: { compare: unordered },
  techniques: { compare: unordered },
  subTechniques: { compare: unordered },
  severitiesFilter: { compare: unordered },
  'eventGroupingSettings.aggregationKind': { byDefault: 'SingleAlert' },
  'incidentConfiguration.createIncident': { byDefault: true },
  [`${grouping}.enabled`]: { byDefault: false },
  [`${grouping}.reopenClosedIncident`]: { byDefault: false },
  [`${grouping}.lookbackDuration`]: { byDefault: 'PT5H', compare: ofDuration },
  [`${grouping}.matchingMethod`]: { byDefault: 'AllEntities' },
  [`${grouping}.groupByEntities`]: { compare: unordered },
  [`${grouping}.groupByAlertDetails`]: { compare: unordered },
  [`${grouping}.groupByCustomDetails`]: { compare: unordered },
}

/** Fields that only the service sets. */
const serverFields = new Set(['lastModifiedUtc'])

/** Kinds whose logic belongs to Microsoft: only fields of the rule file are compared. */
const templateKinds = new Set(['Fusion', 'ThreatIntelligence', 'MLBehaviorAnalytics'])

/** The part of a rule that a caller can set. */
export const ownProperties = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !serverFields.has(name)))

/** The fields in which a stored rule (or none) differs from what it should be. The kinds are the same. */
export function diffAlertRule(desired: AlertRuleBody, actual: AlertRule | undefined): readonly FieldChange[] {
  const wanted = leavesOf(ownProperties(desired.properties))
  const stored = leavesOf(comparable(desired, actual))
  return [...new Set([...wanted.keys(), ...stored.keys()])].flatMap(path => {
    const { byDefault = null, compare = (value: unknown) => value }: FieldRow = lookUp(fields, path) ?? {}
    const from = stored.get(path) ?? (actual ? byDefault : null)
    const to = wanted.get(path) ?? byDefault
    return JSON.stringify(compare(from)) === JSON.stringify(compare(to)) ? [] : [{ path, from, to }]
  })
}

function comparable(desired: AlertRuleBody, actual: AlertRule | undefined): Properties {
  const properties = ownProperties(actual?.properties ?? {})
  if (!templateKinds.has(desired.kind)) return properties
  return Object.fromEntries(Object.entries(properties).filter(([name]) => Object.hasOwn(desired.properties, name)))
}
