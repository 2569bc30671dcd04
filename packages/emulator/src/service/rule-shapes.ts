import { isRecord } from '@tripline/diagnostics'
import { ticksPerDay, ticksPerMinute } from '@tripline/schemas'
import { parseServiceDuration } from './interval.ts'
import { anything, flag, listOf, mapOf, object, oneOf, readOnly, type Shape, text, whole } from './shape.ts'

/** A duration between the bounds, inclusive, in ticks. */
const lasting =
  (low: bigint, high: bigint): Shape =>
  (value, path) => {
    const ticks = parseServiceDuration(value)
    return ticks !== undefined && ticks >= low && ticks <= high
      ? undefined
      : `Invalid value for property '${path}': ${JSON.stringify(value)}`
  }

/** A text with up to three columns in it: `{{Column}}`. */
const format =
  (longest: number): Shape =>
  (value, path) => {
    const columns = typeof value === 'string' ? (value.match(/\{\{.*?\}\}/g) ?? []).length : 0
    return columns > 3
      ? `The property '${path}' has ${columns} placeholders; it takes 3.`
      : text(0, longest)(value, path)
  }

const texts = listOf(text())
const severity = oneOf('High', 'Medium', 'Low', 'Informational')

/** The 17 tactics of the published enumeration. */
const tactics = listOf(
  oneOf(
    'Reconnaissance',
    'ResourceDevelopment',
    'InitialAccess',
    'Execution',
    'Persistence',
    'PrivilegeEscalation',
    'DefenseEvasion',
    'CredentialAccess',
    'Discovery',
    'LateralMovement',
    'Collection',
    'Exfiltration',
    'CommandAndControl',
    'Impact',
    'PreAttack',
    'ImpairProcessControl',
    'InhibitResponseFunction',
  ),
)

/** The 18 entity types of the published enumeration. */
const entityType = oneOf(
  'Account',
  'Host',
  'IP',
  'Malware',
  'File',
  'Process',
  'CloudApplication',
  'DNS',
  'AzureResource',
  'FileHash',
  'RegistryKey',
  'RegistryValue',
  'SecurityGroup',
  'URL',
  'Mailbox',
  'MailCluster',
  'MailMessage',
  'SubmissionMail',
)

const entityMapping = object({
  'entityType!': entityType,
  'fieldMappings!': listOf(object({ 'identifier!': text(1), 'columnName!': text(1) }), 1, 3),
})

const alertProperty = oneOf(
  'AlertLink',
  'ConfidenceLevel',
  'ConfidenceScore',
  'ExtendedLinks',
  'ProductName',
  'ProviderName',
  'ProductComponentName',
  'RemediationSteps',
  'Techniques',
  'SubTechniques',
)

const alertDetailsOverride = object({
  alertDisplayNameFormat: format(256),
  alertDescriptionFormat: format(5000),
  alertTacticsColumnName: text(),
  alertSeverityColumnName: text(),
  alertDynamicProperties: listOf(object({ 'alertProperty!': alertProperty, 'value!': text(1) })),
})

const groupingConfiguration = object({
  'enabled!': flag,
  'reopenClosedIncident!': flag,
  'lookbackDuration!': lasting(5n * ticksPerMinute, 7n * ticksPerDay),
  'matchingMethod!': oneOf('AllEntities', 'AnyAlert', 'Selected'),
  groupByEntities: listOf(entityType),
  groupByAlertDetails: listOf(oneOf('DisplayName', 'Severity')),
  groupByCustomDetails: texts,
})

/** With the method Selected, something must be selected. */
const grouping: Shape = (value, path) => {
  const fault = groupingConfiguration(value, path)
  if (fault !== undefined || !isRecord(value) || value.matchingMethod !== 'Selected') return fault
  const selected = ['groupByEntities', 'groupByAlertDetails', 'groupByCustomDetails'].map(name => value[name])
  return selected.some(one => Array.isArray(one) && one.length > 0)
    ? undefined
    : `The property '${path}' selects nothing to group by.`
}

const alerting = {
  'displayName!': text(1, 256),
  'enabled!': flag,
  'severity!': severity,
  'query!': text(1, 10_000),
  'suppressionEnabled!': flag,
  'suppressionDuration!': lasting(0n, ticksPerDay),
  description: text(0, 5000),
  alertRuleTemplateName: text(),
  templateVersion: text(),
  tactics,
  techniques: texts,
  subTechniques: texts,
  customDetails: mapOf(text(1), 20, /^[a-zA-Z]\w{0,19}$/),
  entityMappings: listOf(entityMapping, 0, 10),
  sentinelEntitiesMappings: listOf(object({ 'columnName!': text(1) })),
  alertDetailsOverride,
  eventGroupingSettings: object({ 'aggregationKind!': oneOf('SingleAlert', 'AlertPerResult') }),
  incidentConfiguration: object({ 'createIncident!': flag, groupingConfiguration: grouping }),
  lastModifiedUtc: readOnly,
}

const span = lasting(5n * ticksPerMinute, 14n * ticksPerDay)

const scheduled = object({
  ...alerting,
  'queryFrequency!': span,
  'queryPeriod!': span,
  'triggerOperator!': oneOf('GreaterThan', 'LessThan', 'Equal', 'NotEqual'),
  'triggerThreshold!': whole(0, 10_000),
})

const incidentCreation = object({
  'displayName!': text(1, 256),
  'enabled!': flag,
  'productFilter!': oneOf(
    'Microsoft Cloud App Security',
    'Azure Security Center',
    'Azure Advanced Threat Protection',
    'Azure Active Directory Identity Protection',
    'Azure Security Center for IoT',
    'Office 365 Advanced Threat Protection',
    'Microsoft Defender Advanced Threat Protection',
  ),
  description: text(0, 5000),
  alertRuleTemplateName: text(),
  displayNamesFilter: texts,
  displayNamesExcludeFilter: texts,
  severitiesFilter: listOf(severity),
  lastModifiedUtc: readOnly,
})

const templateOnly = {
  'alertRuleTemplateName!': text(1),
  'enabled!': flag,
  displayName: readOnly,
  description: readOnly,
  severity: readOnly,
  tactics: readOnly,
  techniques: readOnly,
  subTechniques: readOnly,
  lastModifiedUtc: readOnly,
}

/** What the properties of each kind of rule may be, beyond what the published enumerations and limits say of each alone. */
export const ruleShapes = {
  Scheduled: scheduled,
  NRT: object(alerting),
  MicrosoftSecurityIncidentCreation: incidentCreation,
  Fusion: object({
    ...templateOnly,
    sourceSettings: listOf(anything),
    scenarioExclusionPatterns: listOf(anything),
  }),
  templateOnly: object(templateOnly),
}
