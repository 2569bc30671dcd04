import type { Located, SourceFile, Span } from '@tripline/diagnostics'
import type { WrittenKql } from '@tripline/project'
import type { Profile } from '@tripline/schemas'
import type { YamlNode } from '@tripline/yaml'
import type { DetectionFrequency } from '../detection/detection-frequency.ts'
import type { EntityType } from '../sentinel/entity-type.ts'
import type { Duration } from './duration.ts'

export const severities = ['High', 'Medium', 'Low', 'Informational'] as const
export type AlertSeverity = (typeof severities)[number]

export const triggerOperators = ['GreaterThan', 'LessThan', 'Equal', 'NotEqual'] as const
export type TriggerOperator = (typeof triggerOperators)[number]

export const aggregationKinds = ['SingleAlert', 'AlertPerResult'] as const
export type AggregationKind = (typeof aggregationKinds)[number]

export const matchingMethods = ['AllEntities', 'AnyAlert', 'Selected'] as const
export type MatchingMethod = (typeof matchingMethods)[number]

/** ATT&CK tactics as the alert rule API spells them. */
export const tactics = [
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
] as const
export type Tactic = (typeof tactics)[number]

export const alertProperties = [
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
] as const
export type AlertProperty = (typeof alertProperties)[number]

/** A rule's KQL. */
export type RuleQuery = WrittenKql

export interface FieldMapping {
  readonly identifier: Located<string>
  readonly columnName: Located<string>
}

export interface EntityMapping {
  readonly entityType: Located<EntityType>
  readonly fieldMappings: readonly FieldMapping[]
  /** Some field mappings could not be read, so an identifier that seems missing may be among them. */
  readonly isPartial?: boolean
}

export interface CustomDetail {
  readonly key: Located<string>
  readonly columnName: Located<string>
}

export interface AlertDetailsOverride {
  readonly alertDisplayNameFormat?: Located<string>
  readonly alertDescriptionFormat?: Located<string>
  readonly alertTacticsColumnName?: Located<string>
  readonly alertSeverityColumnName?: Located<string>
  readonly alertDynamicProperties: readonly AlertDynamicProperty[]
}

export interface AlertDynamicProperty {
  readonly alertProperty: Located<AlertProperty>
  /** The column that gives the value. */
  readonly value: Located<string>
}

export interface GroupingConfiguration {
  readonly enabled: Located<boolean>
  readonly reopenClosedIncident: Located<boolean>
  readonly lookbackDuration: Located<Duration>
  readonly matchingMethod: Located<MatchingMethod>
  readonly groupByEntities: readonly Located<string>[]
  readonly groupByAlertDetails: readonly Located<string>[]
  readonly groupByCustomDetails: readonly Located<string>[]
}

export interface IncidentConfiguration {
  readonly createIncident: Located<boolean>
  readonly groupingConfiguration?: GroupingConfiguration
}

export interface Suppression {
  readonly enabled: Located<boolean>
  readonly duration: Located<Duration>
}

export interface DataConnector {
  readonly connectorId: Located<string>
  readonly dataTypes: readonly Located<string>[]
}

/** A check whose findings the author accepts, and why. */
export interface AcceptedFinding {
  readonly check: Located<string>
  readonly reason: Located<string>
  /** The instant (ticks since 0001-01-01) from which it is no longer accepted. */
  readonly until?: Located<bigint>
}

/** `metadata.tripline`: Tripline's additions to the template format. */
export interface TriplineMetadata {
  /** Citations of the HIPAA Security Rule that the rule supports, e.g. `164.312(b)`. */
  readonly hipaa: readonly Located<string>[]
  readonly suppress: readonly AcceptedFinding[]
  /** How late rows arrive, by default, in tests. */
  readonly ingestionDelay?: Located<Duration>
}

/** Fields of every document. */
interface RuleDocument {
  readonly file: SourceFile
  readonly span: Span
  readonly id: Located<string>
  readonly version?: Located<string>
  readonly requiredDataConnectors?: readonly DataConnector[]
  /** The content template that the rule claims to come from, and the template's version. */
  readonly alertRuleTemplateName?: Located<string>
  readonly templateVersion?: Located<string>
  readonly tripline: TriplineMetadata
}

/** Fields of every document with a query. */
interface QueryDocument extends RuleDocument {
  readonly name: Located<string>
  readonly description?: Located<string>
  readonly query: RuleQuery
  readonly tactics: readonly Located<Tactic>[]
  /** `T1078` or `T1078.004`. */
  readonly relevantTechniques: readonly Located<string>[]
  readonly entityMappings: readonly EntityMapping[]
  readonly customDetails: readonly CustomDetail[]
}

/** Fields of every rule that raises alerts from its own query. */
interface AlertingDocument extends QueryDocument {
  readonly severity: Located<AlertSeverity>
  readonly alertDetailsOverride?: AlertDetailsOverride
  /** Columns that hold whole entities. */
  readonly sentinelEntitiesMappings: readonly Located<string>[]
  /** Absent: SingleAlert. */
  readonly aggregationKind?: Located<AggregationKind>
  readonly incidentConfiguration?: IncidentConfiguration
  readonly suppression?: Suppression
}

export interface ScheduledRule extends AlertingDocument {
  readonly kind: 'Scheduled'
  readonly queryFrequency: Located<Duration>
  readonly queryPeriod: Located<Duration>
  /** When the schedule starts, as the interface takes it. */
  readonly startTimeUtc?: Located<string>
  readonly triggerOperator: Located<TriggerOperator>
  readonly triggerThreshold: Located<number>
}

export interface NrtRule extends AlertingDocument {
  readonly kind: 'NRT'
}

/** A custom detection of Defender XDR, which runs over the tables of advanced hunting on one of the service's schedules. */
export interface CustomDetection extends Omit<AlertingDocument, 'id'> {
  readonly kind: 'CustomDetection'
  /** What the service calls it; absent until it has been created. */
  readonly id?: Located<string>
  readonly frequency: Located<DetectionFrequency>
  readonly recommendedActions?: Located<string>
  /** What the service does when the rule fires, and for which devices, as its interface takes it. */
  readonly responseActions?: YamlNode
  readonly automatedActions?: YamlNode
  readonly organizationalScope?: YamlNode
}

/** A saved search, without a schedule or alerts. */
export interface HuntingQuery extends Omit<QueryDocument, 'id'> {
  readonly kind: 'Hunting'
  readonly id?: Located<string>
  /** Where it runs; absent: as the project says. */
  readonly profile?: Located<Profile>
}

/** Turns the alerts of another product into incidents. */
export interface IncidentCreationRule extends RuleDocument {
  readonly kind: 'MicrosoftSecurityIncidentCreation'
  readonly name: Located<string>
  readonly description?: Located<string>
  readonly productFilter: Located<string>
  readonly displayNamesFilter: readonly Located<string>[]
  readonly displayNamesExcludeFilter: readonly Located<string>[]
  readonly severitiesFilter: readonly Located<AlertSeverity>[]
}

/** A rule whose logic belongs to Microsoft: only its template can be chosen, and whether it is enabled. */
export interface TemplateRule extends RuleDocument {
  readonly kind: 'Fusion' | 'ThreatIntelligence' | 'MLBehaviorAnalytics'
  readonly name?: Located<string>
  /** Fusion's own settings, as the REST interface takes them. */
  readonly sourceSettings?: YamlNode
  readonly scenarioExclusionPatterns?: YamlNode
}

/** A rule of Sentinel that raises alerts from its own query. */
export type AnalyticsRule = ScheduledRule | NrtRule
export type AlertingRule = AnalyticsRule | CustomDetection
export type QueryRule = AlertingRule | HuntingQuery
export type Rule = QueryRule | IncidentCreationRule | TemplateRule
export type RuleKind = Rule['kind']

export const ruleKinds = [
  'Scheduled',
  'NRT',
  'Fusion',
  'MicrosoftSecurityIncidentCreation',
  'ThreatIntelligence',
  'MLBehaviorAnalytics',
  'CustomDetection',
  'Hunting',
] as const satisfies readonly RuleKind[]

export const analyticsKinds = ['Scheduled', 'NRT'] as const satisfies readonly RuleKind[]
export const alertingKinds = [...analyticsKinds, 'CustomDetection'] as const satisfies readonly RuleKind[]
export const queryKinds = [...alertingKinds, 'Hunting'] as const satisfies readonly RuleKind[]
/** Kinds whose entities are those of the alert rule API. */
export const mappingKinds = [...analyticsKinds, 'Hunting'] as const satisfies readonly RuleKind[]
/** Kinds that are resources of a workspace, or could be. */
export const workspaceKinds = ruleKinds.filter(kind => kind !== 'CustomDetection')

/** What workspaces call the rule of Fusion that they come with. */
export const builtInFusion = 'BuiltInFusion'

const isIn =
  <Kind extends RuleKind>(kinds: readonly Kind[]) =>
  <R extends Pick<RuleDraft, 'kind'>>(rule: R): rule is Extract<R, { readonly kind: Kind }> =>
    (kinds as readonly RuleKind[]).includes(rule.kind)

export const isAnalytics = isIn(analyticsKinds)
export const isAlerting = isIn(alertingKinds)

/** Single values may be missing from a draft; lists are then empty. */
type Draft<R> = R extends Rule
  ? { readonly [K in keyof R as K extends Single<R> ? never : K]: R[K] } & { readonly [K in Single<R>]?: R[K] }
  : never
type Single<R> = { [K in keyof R]: R[K] extends Located<unknown> ? K : never }[keyof R]

/** A rule of which parts could not be read. Checks run on drafts, so that one mistake does not hide the others. */
export type RuleDraft<Kind extends RuleKind = RuleKind> = Draft<Extract<Rule, { kind: Kind }>>
