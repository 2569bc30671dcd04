import type { Located } from '@tripline/diagnostics'
import type { RuleDraft } from '../document/rule.ts'

/** The columns that a rule names as whole words in its mappings and details, in no particular order. */
export function mappedColumns(rule: RuleDraft<'Scheduled' | 'NRT'>): readonly Located<string>[] {
  const override = rule.alertDetailsOverride
  return [
    ...rule.entityMappings.flatMap(({ fieldMappings }) => fieldMappings.map(({ columnName }) => columnName)),
    ...rule.sentinelEntitiesMappings,
    ...rule.customDetails.map(({ columnName }) => columnName),
    ...(override?.alertTacticsColumnName ? [override.alertTacticsColumnName] : []),
    ...(override?.alertSeverityColumnName ? [override.alertSeverityColumnName] : []),
    ...(override?.alertDynamicProperties.map(({ value }) => value) ?? []),
  ]
}
