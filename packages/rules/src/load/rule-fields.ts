import { profiles } from '@tripline/schemas'
import {
  anyNode,
  anyText,
  boolean,
  defaulted,
  expected,
  list,
  nodeSpan,
  oneOf,
  optional,
  type Reader,
  wholeNumber,
} from '@tripline/yaml'
import { severities } from '../document/rule.ts'
import { loadReport } from './load-report.ts'
import { metadata, noMetadata } from './metadata.ts'
import {
  advisory,
  alertDetailsOverride,
  connectors,
  customDetails,
  duration,
  entityMappings,
  eventGrouping,
  incidentConfiguration,
  query,
  sentinelEntities,
  severity,
  startTime,
  tacticList,
  techniqueList,
  triggerOperator,
} from './rule-readers.ts'

/** A key that is only for readers. */
const unread = optional<never>({ expected: 'anything', read: () => undefined })

const enabled: Reader<never> = {
  expected: 'true or false',
  read: (node, { report }) => void report(loadReport['enabled-in-rule'](nodeSpan(node))) as undefined,
}

/** Analytics rules run in a workspace. */
const workspaceProfile = optional<never>({
  expected: 'workspace',
  read(node, { report }) {
    if (node.kind !== 'scalar' || node.text !== 'workspace') report(loadReport['profile-of-analytics'](nodeSpan(node)))
    return undefined
  },
})

/** Keys that have no effect in an NRT rule. */
const noSchedule = (key: string) =>
  optional<never>({
    expected: 'nothing',
    read: (node, { report }) => void report(loadReport['not-for-nrt'](nodeSpan(node), key)) as undefined,
  })

/** The keys of the template format, by kind. */
const documentFields = {
  id: expected(anyText),
  kind: unread,
  version: optional(anyText),
  requiredDataConnectors: optional(connectors),
  alertRuleTemplateName: optional(anyText),
  templateVersion: optional(anyText),
  metadata: defaulted(metadata, noMetadata),
  status: unread,
  tags: unread,
  enabled: optional(enabled),
}

export const alertingFields = {
  ...documentFields,
  name: expected(anyText),
  description: optional(anyText),
  severity: expected(severity),
  query: expected(query),
  tactics: defaulted(tacticList, []),
  relevantTechniques: defaulted(techniqueList, []),
  entityMappings: defaulted(entityMappings, []),
  customDetails: defaulted(customDetails, []),
  alertDetailsOverride: optional(alertDetailsOverride),
  sentinelEntitiesMappings: defaulted(sentinelEntities, []),
  eventGroupingSettings: optional(eventGrouping),
  incidentConfiguration: optional(incidentConfiguration),
  suppressionEnabled: optional(boolean),
  suppressionDuration: optional(duration),
}

export const scheduledFields = {
  ...alertingFields,
  profile: workspaceProfile,
  queryFrequency: expected(duration),
  queryPeriod: expected(duration),
  startTimeUtc: optional(startTime),
  triggerOperator: expected(triggerOperator),
  triggerThreshold: expected(wholeNumber),
}

export const scheduleKeys = ['queryFrequency', 'queryPeriod', 'triggerOperator', 'triggerThreshold'] as const

export const nrtFields = {
  ...alertingFields,
  profile: workspaceProfile,
  queryFrequency: noSchedule('queryFrequency'),
  queryPeriod: noSchedule('queryPeriod'),
  triggerOperator: noSchedule('triggerOperator'),
  triggerThreshold: noSchedule('triggerThreshold'),
}

/** A hunting query is not deployed, so only its name and query must be valid. */
export const huntingFields = {
  ...documentFields,
  id: optional(anyText),
  profile: optional(oneOf(profiles)),
  name: expected(anyText),
  description: optional(anyText),
  severity: unread,
  query: expected(query),
  tactics: defaulted(advisory(tacticList), []),
  relevantTechniques: defaulted(advisory(techniqueList), []),
  entityMappings: defaulted(advisory(entityMappings), []),
  customDetails: defaulted(advisory(customDetails), []),
}

export const incidentCreationFields = {
  ...documentFields,
  name: expected(anyText),
  description: optional(anyText),
  productFilter: expected(anyText),
  displayNamesFilter: defaulted(list(anyText), []),
  displayNamesExcludeFilter: defaulted(list(anyText), []),
  severitiesFilter: defaulted(list(oneOf(severities)), []),
}

/** A template's own texts and classification are read-only in Sentinel. */
export const templateFields = {
  ...documentFields,
  name: optional(anyText),
  description: unread,
  severity: unread,
  tactics: unread,
  relevantTechniques: unread,
  sourceSettings: optional(anyNode),
  scenarioExclusionPatterns: optional(anyNode),
}
