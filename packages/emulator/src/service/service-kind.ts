import { lookUp } from '@tripline/diagnostics'
import { ruleShapes } from './rule-shapes.ts'
import type { Shape } from './shape.ts'

/** How the service treats one kind of rule. */
export interface ServiceKind {
  readonly properties: Shape
  /** An update must carry the stored etag. */
  readonly etagRequired?: true
  /** A second PUT is refused: the rule cannot be installed twice. */
  readonly installsOnce?: true
  /** Rules of this kind that may be enabled at once. */
  readonly mostEnabled?: number
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

const templateOnly = { properties: ruleShapes.templateOnly, defaults: {} }

/** Kinds by the exact text of `kind`. */
export const serviceKinds: Readonly<Record<string, ServiceKind>> = {
  Scheduled: { properties: ruleShapes.Scheduled, mostEnabled: 512, defaults: alertingDefaults },
  NRT: { properties: ruleShapes.NRT, mostEnabled: 50, defaults: alertingDefaults },
  MicrosoftSecurityIncidentCreation: {
    properties: ruleShapes.MicrosoftSecurityIncidentCreation,
    defaults: {
      alertRuleTemplateName: null,
      description: '',
      displayNamesFilter: null,
      displayNamesExcludeFilter: null,
      severitiesFilter: null,
    },
  },
  Fusion: { properties: ruleShapes.Fusion, etagRequired: true, defaults: {} },
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
