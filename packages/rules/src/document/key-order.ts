/** The order in which the keys of a rule file are written; keys that are not here follow in their own order. */
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

/** Where a key stands among the others of a file. */
export function keyRank(key: string): number {
  const rank = (keyOrder as readonly string[]).indexOf(key)
  return rank < 0 ? keyOrder.length : rank
}
