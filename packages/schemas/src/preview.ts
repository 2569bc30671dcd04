/** Kinds of alert rule that stable api-versions do not have. */
export const previewKinds: ReadonlySet<string> = new Set(['NRT', 'ThreatIntelligence', 'MLBehaviorAnalytics'])

/** Properties of alert rules that stable api-versions neither read nor write. */
export const previewProperties: readonly string[] = [
  'startTimeUtc',
  'subTechniques',
  'sentinelEntitiesMappings',
  'sourceSettings',
  'scenarioExclusionPatterns',
]
