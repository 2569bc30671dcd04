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
  'profile',
  'frequency',
  'queryFrequency',
  'queryPeriod',
  'startTimeUtc',
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
  'recommendedActions',
  'automatedActions',
  'responseActions',
  'organizationalScope',
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

const functionKeys = ['name', 'builtIn', 'description', 'parameters', 'body'] as const

/** How a document that holds KQL is laid out. */
export interface KqlLayout {
  /** The key of the KQL. */
  readonly kql: string
  /** The rank of a key in the file. */
  readonly rank: (key: string) => number
}

const rankIn =
  (keys: readonly string[]): KqlLayout['rank'] =>
  key => {
    const rank = keys.indexOf(key)
    return rank < 0 ? keys.length : rank
  }

/** The rank of a key in a rule file. */
export const ruleRank = rankIn(keyOrder)

export const ruleLayout: KqlLayout = { kql: 'query', rank: ruleRank }
export const functionLayout: KqlLayout = { kql: 'body', rank: rankIn(functionKeys) }
