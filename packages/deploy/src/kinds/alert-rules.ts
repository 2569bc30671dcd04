import type { Resource } from '@tripline/azure'
import { commonKind, type FieldRow, type Judged, type Kind, onePut } from '../kind.ts'
import { unknownPaths } from '../plan/compare-fields.ts'
import { ofDuration, ofInstant, ofText, unordered } from './field-values.ts'

const incident = 'incidentConfiguration'
const grouping = `${incident}.groupingConfiguration`
const override = 'alertDetailsOverride'

const fields: Readonly<Record<string, FieldRow>> = {
  displayName: {},
  description: { byDefault: '', compare: ofText },
  enabled: {},
  severity: {},
  query: { compare: ofText },
  queryFrequency: { compare: ofDuration },
  queryPeriod: { compare: ofDuration },
  triggerOperator: {},
  triggerThreshold: {},
  startTimeUtc: { compare: ofInstant },
  suppressionEnabled: {},
  suppressionDuration: { compare: ofDuration },
  tactics: { compare: unordered },
  techniques: { compare: unordered },
  subTechniques: { compare: unordered },
  alertRuleTemplateName: {},
  templateVersion: {},
  productFilter: {},
  severitiesFilter: { compare: unordered },
  displayNamesFilter: {},
  displayNamesExcludeFilter: {},
  'customDetails.*': {},
  'entityMappings[].entityType': {},
  'entityMappings[].fieldMappings[].identifier': {},
  'entityMappings[].fieldMappings[].columnName': {},
  'sentinelEntitiesMappings[].columnName': {},
  [`${override}.alertDisplayNameFormat`]: {},
  [`${override}.alertDescriptionFormat`]: {},
  [`${override}.alertTacticsColumnName`]: {},
  [`${override}.alertSeverityColumnName`]: {},
  [`${override}.alertDynamicProperties[].alertProperty`]: {},
  [`${override}.alertDynamicProperties[].value`]: {},
  'eventGroupingSettings.aggregationKind': { byDefault: 'SingleAlert' },
  [`${incident}.createIncident`]: { byDefault: true },
  [`${grouping}.enabled`]: { byDefault: false },
  [`${grouping}.reopenClosedIncident`]: { byDefault: false },
  [`${grouping}.lookbackDuration`]: { byDefault: 'PT5H', compare: ofDuration },
  [`${grouping}.matchingMethod`]: { byDefault: 'AllEntities' },
  [`${grouping}.groupByEntities`]: { compare: unordered },
  [`${grouping}.groupByAlertDetails`]: { compare: unordered },
  [`${grouping}.groupByCustomDetails`]: { compare: unordered },
}

/** Kinds whose logic belongs to Microsoft: only what the rule file says is compared. */
const templateKinds: ReadonlySet<string | undefined> = new Set(['Fusion', 'ThreatIntelligence', 'MLBehaviorAnalytics'])

export const alertRules: Kind = {
  ...commonKind,
  type: 'alertRules',
  noun: 'rule',
  fields,
  content: () => 'AnalyticsRule',
  onDelete: 'its id cannot be used again for a day',
  nameOf: ({ id, properties: { displayName } }) => (typeof displayName === 'string' ? displayName : id),
  unique: 'displayName',
  limits: [
    { what: 'enabled rules', most: 512, counts: ({ properties }) => properties.enabled === true },
    {
      what: 'enabled NRT rules',
      most: 50,
      counts: ({ kind, properties }) => kind === 'NRT' && properties.enabled === true,
    },
  ],
  wanted: ({ rules }) =>
    rules.map(({ id, name, apiVersion, body }) => ({ type: 'alertRules', id, name, apiVersion, body })),
  isPartial: ({ kind }) => templateKinds.has(kind),
  disabledBy,
  async describe(stored) {
    return (await import('../describe/describe-rule.ts')).describeInFile(this, stored)
  },
  absorb: async differing => (await import('../absorb/absorb-rule.ts')).absorbRule(differing),
  sendings: onePut('alertRules'),
  *judge({ wanted, stored, changes }) {
    if (!stored) return
    if (stored.kind !== wanted.body.kind) {
      yield {
        conflict: `the workspace has a ${stored.kind} rule with this id; a rule's kind cannot be changed, and a deleted id cannot be used again for a day: give the rule a new id`,
      }
    }
    if (changes.length === 0) return
    if (stored.kind === 'MLBehaviorAnalytics') {
      yield {
        conflict: 'Sentinel does not accept changes to an installed rule of this kind; change it in the portal',
      }
    }
    yield* lost(stored)
  },
}

/** Fields that change when Sentinel disables a rule that keeps failing. */
const marks: ReadonlySet<string> = new Set(['displayName', 'enabled', 'description'])

/** Sentinel marks the name of a rule that it disables, and says why at the end of its description. */
function disabledBy({ wanted, stored, changes }: Omit<Judged, 'all'>): string | undefined {
  const { displayName, description, enabled } = stored?.properties ?? {}
  if (enabled !== false || !String(displayName).startsWith('AUTO DISABLED')) return undefined
  if (!changes.every(({ path }) => marks.has(path))) return undefined
  const said = String(description ?? '')
    .replace(String(wanted.body.properties.description ?? ''), '')
    .trim()
  return `Sentinel disabled the rule automatically${said && `: ${said}`}`
}

/** A write replaces the whole rule, so properties that are not in it are gone. */
function* lost({ properties }: Resource) {
  const names = unknownPaths(properties, fields).filter(path => path !== 'lastModifiedUtc')
  if (names.length > 0) yield { warning: `properties that are unknown to Tripline are removed: ${names.join(', ')}` }
}
