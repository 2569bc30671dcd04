/** A property of the REST interface, by the names that other formats give it. */
export interface LooseKey {
  readonly name: string
  readonly within?: LooseKeys
  /** Some formats write a list of one for a mapping, others a mapping for a list of one. */
  readonly shape?: 'one' | 'many'
}

export type LooseKeys = Readonly<Record<string, LooseKey>>

const keys = (rows: Readonly<Record<string, string>>): LooseKeys =>
  Object.fromEntries(
    Object.entries(rows).flatMap(([name, others]) =>
      [name, ...others.split(' ')].filter(Boolean).map(other => [canonicalKey(other), { name }]),
    ),
  )

const nested = (
  name: string,
  others: string,
  shape: 'one' | 'many' | undefined,
  within: LooseKeys | undefined,
): LooseKeys =>
  Object.fromEntries(
    [name, ...others.split(' ')]
      .filter(Boolean)
      .map(other => [canonicalKey(other), { name, ...(shape && { shape }), ...(within && { within }) }]),
  )

/** `DisplayName`, `display_name` and `display-name` are one key. */
export function canonicalKey(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '')
}

const grouping = keys({
  enabled: 'groupingConfigurationEnabled',
  lookbackDuration: '',
  reopenClosedIncident: 'reopen_closed_incidents reopenClosedIncidents',
  matchingMethod: 'entity_matching_method entitiesMatchingMethod',
  groupByEntities: 'by_entities group_by_entities',
  groupByAlertDetails: 'by_alert_details group_by_alert_details',
  groupByCustomDetails: 'by_custom_details group_by_custom_details',
})
const groupingConfiguration = nested('groupingConfiguration', 'grouping', 'one', grouping)

const incident: LooseKeys = {
  ...keys({ createIncident: 'create_incident_enabled createIncidentEnabled' }),
  ...groupingConfiguration,
}

const override: LooseKeys = {
  ...keys({
    alertDisplayNameFormat: 'display_name_format',
    alertDescriptionFormat: 'description_format',
    alertTacticsColumnName: 'tactics_column_name',
    alertSeverityColumnName: 'severity_column_name',
  }),
  ...nested('alertDynamicProperties', 'dynamic_property', 'many', keys({ alertProperty: 'name', value: '' })),
}

/** The properties of rules in Terraform (azurerm), AzSentinel, lists of the Azure CLI, and files of people. */
export const looseKeys: LooseKeys = {
  ...keys({
    displayName: 'title',
    description: '',
    severity: 'level',
    query: 'kql kqlQuery queryText',
    queryFrequency: 'frequency',
    queryPeriod: 'period',
    startTimeUtc: '',
    triggerOperator: '',
    triggerThreshold: '',
    tactics: 'tactic',
    techniques: 'technique relevant_techniques',
    subTechniques: '',
    customDetails: '',
    suppressionEnabled: '',
    suppressionDuration: '',
    productFilter: '',
    severitiesFilter: 'severity_filter',
    displayNamesFilter: 'display_name_filter text_whitelist',
    displayNamesExcludeFilter: 'display_name_exclude_filter',
    alertRuleTemplateName: 'alert_rule_template_guid',
    templateVersion: 'alert_rule_template_version',
    enabled: '',
  }),
  ...nested('entityMappings', 'entity_mapping', 'many', {
    ...keys({ entityType: '' }),
    ...nested('fieldMappings', 'field_mapping', 'many', keys({ identifier: '', columnName: '' })),
  }),
  ...nested('sentinelEntitiesMappings', 'sentinel_entity_mapping', 'many', keys({ columnName: '' })),
  ...nested('alertDetailsOverride', 'alert_details_override', 'one', override),
  ...nested('eventGroupingSettings', 'event_grouping', 'one', keys({ aggregationKind: 'aggregation_method' })),
  ...nested('incidentConfiguration', 'incident', 'one', incident),
  // AzSentinel has these without what is around them elsewhere.
  ...keys({ createIncident: '', aggregationKind: '' }),
  ...groupingConfiguration,
}

/** What says where a rule is or who wrote it, and nothing that a rule file could say. */
export const passedKeys: ReadonlySet<string> = new Set(
  'id name ruleid etag type kind resourcegroup systemdata workspaceid loganalyticsworkspaceid provider dependson lifecycle timeouts author date modified status references falsepositives logsource detection tags enabled lastmodifiedutc'.split(
    ' ',
  ),
)
