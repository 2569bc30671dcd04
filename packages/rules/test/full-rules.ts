/** The id of the rules that are not Microsoft's. */
export const id = '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11'
export const alerting = `id: ${id}
name: Sign-in from an unfamiliar country
description: Identifies a sign-in.
severity: Medium
query: |
  SigninLogs
  | where ResultType == "0"
tactics: [InitialAccess]
relevantTechniques: [T1078, T1078.004]
entityMappings:
  - entityType: Account
    fieldMappings:
      - { identifier: FullName, columnName: UserPrincipalName }
sentinelEntitiesMappings:
  - columnName: Entities
customDetails:
  Address: IPAddress
alertDetailsOverride:
  alertDisplayNameFormat: "[{{UserPrincipalName}}]"
  alertDescriptionFormat: "From {{IPAddress}}"
  alertTacticsColumnName: Tactics
  alertSeverityColumnName: Severity
  alertDynamicProperties:
    - { alertProperty: ProductName, value: Product }
eventGroupingSettings: { aggregationKind: AlertPerResult }
incidentConfiguration:
  createIncident: true
  groupingConfiguration:
    enabled: true
    reopenClosedIncident: false
    lookbackDuration: 5h
    matchingMethod: Selected
    groupByEntities: [Account]
    groupByAlertDetails: [DisplayName]
    groupByCustomDetails: [Address]
suppressionEnabled: true
suppressionDuration: 1.00:00:00
alertRuleTemplateName: 0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e12
templateVersion: 1.2.3
version: 1.2.4
`
export const schedule = 'queryFrequency: 30m\nqueryPeriod: P1DT12H\ntriggerOperator: gt\ntriggerThreshold: 3\n'

/** One rule of every kind that a workspace has, saying everything that its kind can say. */
export const fullRules = {
  Scheduled: `kind: Scheduled\n${alerting}${schedule}`,
  NRT: `kind: NRT\n${alerting}`,
  MicrosoftSecurityIncidentCreation: `kind: MicrosoftSecurityIncidentCreation
id: ${id}
name: Incidents of Defender for Cloud Apps
description: Makes incidents.
productFilter: Microsoft Cloud App Security
severitiesFilter: [High, Medium]
displayNamesFilter: [Impossible travel]
displayNamesExcludeFilter: [Test]
`,
  Fusion: `kind: Fusion
id: f71aba3d-28fb-450b-b192-4e76a83015c8
name: Advanced multistage attack detection
severity: High
tactics: [Collection]
sourceSettings:
  - { enabled: true, sourceName: Anomalies }
`,
  ThreatIntelligence: `kind: ThreatIntelligence\nid: 0dd422ee-e6af-4204-b219-f59ac172e4c6\nname: Threat intelligence\n`,
  MLBehaviorAnalytics: `kind: MLBehaviorAnalytics\nid: fa118b98-de46-4e94-87f9-8e6d5060b60b\nname: Anomalous SSH login\n`,
}
