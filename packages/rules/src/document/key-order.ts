/** The order of keys in a rule file. Other keys follow in their own order. */
const keyOrder = [
  'id',
  'name',
  'version',
  'kind',
  'description',
  'severity',
  'status',
  'requiredDataConnectors',
  'queryFrequency',
  'queryPeriod',
  'triggerOperator',
  'triggerThreshold',
  'tactics',
  'relevantTechniques',
  'query',
  'entityMappings',
  'sentinelEntitiesMappings',
  'customDetails',
  'alertDetailsOverride',
  'eventGroupingSettings',
  'incidentConfiguration',
  'suppressionEnabled',
  'suppressionDuration',
  'productFilter',
  'severitiesFilter',
  'displayNamesFilter',
  'displayNamesExcludeFilter',
  'sourceSettings',
  'scenarioExclusionPatterns',
  'alertRuleTemplateName',
  'templateVersion',
  'tags',
  'metadata',
] as const

/** The rank of a key in a file. */
export function keyRank(key: string): number {
  const rank = (keyOrder as readonly string[]).indexOf(key)
  return rank < 0 ? keyOrder.length : rank
}
