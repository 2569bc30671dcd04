/** Properties of alert rules that stable api-versions neither read nor write. */
export const previewProperties: readonly string[] = [
  'subTechniques',
  'sentinelEntitiesMappings',
  'sourceSettings',
  'scenarioExclusionPatterns',
]
