import { lookUp } from '@tripline/diagnostics'
import { parseDatetimeIso } from '@tripline/schemas'
import {
  anyText,
  boolean,
  defaulted,
  embeddedText,
  expected,
  list,
  mapOf,
  mapped,
  oneOf,
  optional,
  parsed,
  type Reader,
  record,
  required,
} from '@tripline/yaml'
import { parseDuration } from '../document/duration.ts'
import {
  aggregationKinds,
  alertProperties,
  type EntityMapping,
  matchingMethods,
  type RuleQuery,
  severities,
  type TriggerOperator,
  tactics,
} from '../document/rule.ts'
import { entityTypeNames } from '../sentinel/entity-type.ts'

/** Mistakes in what is only for readers, or is not deployed, are warnings. */
export const advisory = <T>(reader: Reader<T>): Reader<T> => ({
  expected: reader.expected,
  read: (node, reading) =>
    reader.read(node, {
      ...reading,
      report: finding => reading.report(finding.severity === 'error' ? { ...finding, severity: 'warning' } : finding),
    }),
})

export const duration = parsed('a duration such as 5m, PT5M or 00:05:00', parseDuration)

/** Ticks since 0001-01-01, UTC. */
export const datetime = parsed('a UTC time such as 2026-03-02T10:00:00Z', parseDatetimeIso)

/** A UTC time that is passed on as it is written. */
export const startTime = parsed('a UTC time such as 2026-03-02T10:00:00Z', text =>
  parseDatetimeIso(text) === undefined ? undefined : text,
)

export const severity = oneOf(severities)
export const tacticList = list(oneOf(tactics))
export const techniqueList = list(anyText)

const operators: Readonly<Record<string, TriggerOperator>> = {
  gt: 'GreaterThan',
  lt: 'LessThan',
  eq: 'Equal',
  ne: 'NotEqual',
  GreaterThan: 'GreaterThan',
  LessThan: 'LessThan',
  Equal: 'Equal',
  NotEqual: 'NotEqual',
}
export const triggerOperator = parsed('gt, lt, eq, ne or GreaterThan, LessThan, Equal, NotEqual', text =>
  lookUp(operators, text),
)

export const query = mapped(embeddedText, ({ text, span, offsetAt }): RuleQuery => ({ value: text, span, offsetAt }))

export const connectors = advisory(
  list(
    record('a data connector', { connectorId: required(anyText), dataTypes: defaulted(advisory(list(anyText)), []) }),
  ),
)

export const fieldMappingList = list(
  record('a field mapping', { identifier: required(anyText), columnName: required(anyText) }),
)

type Fields = Pick<EntityMapping, 'fieldMappings' | 'isPartial'>

const fieldMappings: Reader<Fields> = {
  ...fieldMappingList,
  read(node, reading) {
    const read = fieldMappingList.read(node, reading) ?? []
    const isPartial = node.kind !== 'sequence' || read.length < node.items.length
    return { fieldMappings: read, ...(isPartial && { isPartial }) }
  },
}

const noFields: Fields = { fieldMappings: [] }

export const entityMappings = list(
  mapped(
    record('an entity mapping', {
      entityType: required(oneOf(entityTypeNames)),
      fieldMappings: defaulted(fieldMappings, noFields),
    }),
    ({ entityType, fieldMappings: written }): EntityMapping => ({ entityType, ...written }),
  ),
)

export const sentinelEntities = mapped(
  list(record('a Sentinel entity mapping', { columnName: required(anyText) })),
  mappings => mappings.map(({ columnName }) => columnName),
)

export const customDetails = mapped(mapOf(anyText), details =>
  details.map(({ key, value }) => ({ key, columnName: value })),
)

export const alertDetailsOverride = record('alertDetailsOverride', {
  alertDisplayNameFormat: optional(anyText),
  alertDescriptionFormat: optional(anyText),
  alertTacticsColumnName: optional(anyText),
  alertSeverityColumnName: optional(anyText),
  alertDynamicProperties: defaulted(
    list(record('a dynamic property', { alertProperty: required(oneOf(alertProperties)), value: required(anyText) })),
    [],
  ),
})

export const eventGrouping = mapped(
  record('eventGroupingSettings', { aggregationKind: expected(oneOf(aggregationKinds)) }),
  ({ aggregationKind }) => aggregationKind,
)

const grouping = record('groupingConfiguration', {
  enabled: required(boolean),
  reopenClosedIncident: required(boolean),
  lookbackDuration: required(duration),
  matchingMethod: required(oneOf(matchingMethods)),
  groupByEntities: defaulted(list(anyText), []),
  groupByAlertDetails: defaulted(list(anyText), []),
  groupByCustomDetails: defaulted(list(anyText), []),
})

export const incidentConfiguration = record('incidentConfiguration', {
  createIncident: required(boolean),
  groupingConfiguration: optional(grouping),
})
