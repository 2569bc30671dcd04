import type { JsonValue, Located } from '@tripline/diagnostics'
import { formatIsoDuration } from '@tripline/schemas'
import { plainValue } from '@tripline/yaml'
import type {
  AlertDetailsOverride,
  AnalyticsRule,
  EntityMapping,
  IncidentConfiguration,
  IncidentCreationRule,
  NrtRule,
  ScheduledRule,
  TemplateRule,
} from '../document/rule.ts'

/** Properties of a body in the order in which they are written; those without a value are left out. */
type Properties = Readonly<Record<string, JsonValue>>
type Drafted = Readonly<Record<string, JsonValue | undefined>>

/** The service's default, which it requires even if suppression is off. */
const idleSuppression = 'PT5H'

const written = (properties: Drafted): Properties =>
  Object.fromEntries(Object.entries(properties).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined))

const valuesOf = <T>(items: readonly Located<T>[]): readonly T[] => items.map(({ value }) => value)
const orNothing = <T>(items: readonly T[]): readonly T[] | undefined => (items.length > 0 ? items : undefined)

export const scheduledProperties = (rule: ScheduledRule, query: string, enabled: boolean): Properties =>
  alertingProperties(rule, enabled, {
    query,
    queryFrequency: formatIsoDuration(rule.queryFrequency.value.ticks),
    queryPeriod: formatIsoDuration(rule.queryPeriod.value.ticks),
    ...(rule.startTimeUtc && { startTimeUtc: rule.startTimeUtc.value }),
    triggerOperator: rule.triggerOperator.value,
    triggerThreshold: rule.triggerThreshold.value,
  })

export const nrtProperties = (rule: NrtRule, query: string, enabled: boolean): Properties =>
  alertingProperties(rule, enabled, { query })

function alertingProperties(rule: AnalyticsRule, enabled: boolean, logic: Properties): Properties {
  const { suppression, alertDetailsOverride, incidentConfiguration, aggregationKind } = rule
  const techniques = valuesOf(rule.relevantTechniques)
  return written({
    displayName: rule.name.value,
    description: rule.description?.value,
    enabled,
    severity: rule.severity.value,
    ...logic,
    suppressionEnabled: suppression?.enabled.value ?? false,
    suppressionDuration: suppression ? formatIsoDuration(suppression.duration.value.ticks) : idleSuppression,
    tactics: orNothing(valuesOf(rule.tactics)),
    techniques: orNothing([...new Set(techniques.map(technique => technique.split('.', 1)[0]!))]),
    subTechniques: orNothing([...new Set(techniques.filter(technique => technique.includes('.')))]),
    entityMappings: orNothing(rule.entityMappings.map(entityMapping)),
    sentinelEntitiesMappings: orNothing(rule.sentinelEntitiesMappings.map(({ value }) => ({ columnName: value }))),
    customDetails: orNothing(rule.customDetails) && customDetails(rule),
    alertDetailsOverride: alertDetailsOverride && override(alertDetailsOverride),
    eventGroupingSettings: aggregationKind && { aggregationKind: aggregationKind.value },
    incidentConfiguration: incidentConfiguration && incidents(incidentConfiguration),
    ...template(rule),
  })
}

const entityMapping = ({ entityType, fieldMappings }: EntityMapping): JsonValue => ({
  entityType: entityType.value,
  fieldMappings: fieldMappings.map(({ identifier, columnName }) => ({
    identifier: identifier.value,
    columnName: columnName.value,
  })),
})

const customDetails = ({ customDetails }: AnalyticsRule): JsonValue =>
  Object.fromEntries(customDetails.map(({ key, columnName }) => [key.value, columnName.value]))

const override = (details: AlertDetailsOverride): JsonValue =>
  written({
    alertDisplayNameFormat: details.alertDisplayNameFormat?.value,
    alertDescriptionFormat: details.alertDescriptionFormat?.value,
    alertTacticsColumnName: details.alertTacticsColumnName?.value,
    alertSeverityColumnName: details.alertSeverityColumnName?.value,
    alertDynamicProperties: orNothing(
      details.alertDynamicProperties.map(({ alertProperty, value }) => ({
        alertProperty: alertProperty.value,
        value: value.value,
      })),
    ),
  })

const incidents = ({ createIncident, groupingConfiguration: grouping }: IncidentConfiguration): JsonValue =>
  written({
    createIncident: createIncident.value,
    groupingConfiguration: grouping && {
      enabled: grouping.enabled.value,
      reopenClosedIncident: grouping.reopenClosedIncident.value,
      lookbackDuration: formatIsoDuration(grouping.lookbackDuration.value.ticks),
      matchingMethod: grouping.matchingMethod.value,
      groupByEntities: valuesOf(grouping.groupByEntities),
      groupByAlertDetails: valuesOf(grouping.groupByAlertDetails),
      groupByCustomDetails: valuesOf(grouping.groupByCustomDetails),
    },
  })

/** A template's version means something only beside its name. */
const template = ({ alertRuleTemplateName, templateVersion }: AnalyticsRule): Drafted => ({
  alertRuleTemplateName: alertRuleTemplateName?.value,
  templateVersion: alertRuleTemplateName && templateVersion?.value,
})

export const incidentCreationProperties = (rule: IncidentCreationRule, enabled: boolean): Properties =>
  written({
    displayName: rule.name.value,
    description: rule.description?.value,
    enabled,
    productFilter: rule.productFilter.value,
    severitiesFilter: orNothing(valuesOf(rule.severitiesFilter)),
    displayNamesFilter: orNothing(valuesOf(rule.displayNamesFilter)),
    displayNamesExcludeFilter: orNothing(valuesOf(rule.displayNamesExcludeFilter)),
    alertRuleTemplateName: rule.alertRuleTemplateName?.value,
  })

/** Everything else about these rules is read-only, and the service refuses a body that has it. */
export const templateProperties = (rule: TemplateRule, enabled: boolean): Properties =>
  written({
    enabled,
    alertRuleTemplateName: rule.alertRuleTemplateName?.value ?? rule.id.value,
    sourceSettings: rule.sourceSettings && plainValue(rule.sourceSettings),
    scenarioExclusionPatterns: rule.scenarioExclusionPatterns && plainValue(rule.scenarioExclusionPatterns),
  })
