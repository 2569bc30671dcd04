import { lookUp } from '@tripline/diagnostics'
/** How the service treats one kind of rule. */
export interface ServiceKind {
  readonly required: readonly string[]
  /** Properties that only the service sets. */
  readonly readOnly: readonly string[]
  /** An update must carry the stored etag. */
  readonly etagRequired?: true
  /** A second PUT is refused: the rule cannot be installed twice. */
  readonly installsOnce?: true
  /** What the service adds where the caller says nothing. */
  readonly defaults: Readonly<Record<string, unknown>>
}

const groupingDefaults = {
  enabled: false,
  reopenClosedIncident: false,
  lookbackDuration: 'PT5H',
  matchingMethod: 'AllEntities',
  groupByEntities: [],
  groupByAlertDetails: [],
  groupByCustomDetails: [],
}

const alertingDefaults = {
  alertRuleTemplateName: null,
  templateVersion: null,
  description: '',
  tactics: [],
  techniques: [],
  subTechniques: [],
  customDetails: null,
  entityMappings: null,
  alertDetailsOverride: null,
  sentinelEntitiesMappings: null,
  eventGroupingSettings: { aggregationKind: 'SingleAlert' },
  incidentConfiguration: { createIncident: true, groupingConfiguration: groupingDefaults },
}

const alertingRequired = ['displayName', 'enabled', 'severity', 'query', 'suppressionEnabled', 'suppressionDuration']

const templateOnly = {
  required: ['alertRuleTemplateName', 'enabled'],
  readOnly: ['displayName', 'description', 'severity', 'tactics', 'techniques', 'subTechniques', 'lastModifiedUtc'],
  defaults: {},
} as const

/** Kinds by the exact text of `kind`. */
export const serviceKinds: Readonly<Record<string, ServiceKind>> = {
  Scheduled: {
    required: [...alertingRequired, 'queryFrequency', 'queryPeriod', 'triggerOperator', 'triggerThreshold'],
    readOnly: ['lastModifiedUtc'],
    defaults: alertingDefaults,
  },
  NRT: { required: alertingRequired, readOnly: ['lastModifiedUtc'], defaults: alertingDefaults },
  MicrosoftSecurityIncidentCreation: {
    required: ['displayName', 'enabled', 'productFilter'],
    readOnly: ['lastModifiedUtc'],
    defaults: {
      alertRuleTemplateName: null,
      description: '',
      displayNamesFilter: null,
      displayNamesExcludeFilter: null,
      severitiesFilter: null,
    },
  },
  Fusion: { ...templateOnly, etagRequired: true },
  ThreatIntelligence: templateOnly,
  MLBehaviorAnalytics: { ...templateOnly, installsOnce: true },
}

/** Objects whose missing members the service adds when the object itself is there. */
const partial: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  groupingConfiguration: groupingDefaults,
  alertDetailsOverride: {
    alertDisplayNameFormat: null,
    alertDescriptionFormat: null,
    alertTacticsColumnName: null,
    alertSeverityColumnName: null,
    alertDynamicProperties: [],
  },
}

/** A rule's properties as the service would store them. */
export const withDefaults = (
  kind: ServiceKind,
  properties: Readonly<Record<string, unknown>>,
): Record<string, unknown> => completed({ ...kind.defaults, ...properties })

function completed(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const members = Object.entries(object).map(([name, value]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [name, value]
    return [name, completed({ ...lookUp(partial, name), ...value })]
  })
  return Object.fromEntries(members)
}
