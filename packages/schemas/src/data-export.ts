/**
 * What Microsoft documents about data export of a table. unsupported: an export takes the table, and nothing of it ever arrives;
 * partial: some rows do not arrive; listed: all do; unlisted: documented nowhere.
 */
export type DocumentedExport =
  | { readonly support: 'unsupported' | 'listed' | 'unlisted' }
  | { readonly support: 'partial'; readonly lacks: string }

/** "Log Analytics data export rules in Azure Monitor", unsupported tables, as of 16 February 2026. The table of exceptions moves. */
const unsupported =
  'AlertHistory AzureDiagnostics DatabricksDatabricksSQL DatabricksSQL DeviceAppLaunch DeviceCalendar DeviceConnectSession ' +
  'DeviceHeartbeat NetworkSessions ProtectionStatus'

/** The same table: tables with partial support, by the rows that it leaves out. */
const partial = {
  'Zabbix alerts': 'Alert',
  'rows from the diagnostics extension':
    'AzureActivity ETWEvent Event ServiceFabricOperationalEvent ServiceFabricReliableActorEvent ' +
    'ServiceFabricReliableServiceEvent W3CIISLog',
  'rows from internal services': 'ConfigurationChange ConfigurationData DeviceEtw Operation SecurityEvent Syslog',
}

/**
 * Tables of Sentinel on the list of supported ones, which the same page had until 2023. It has no list since, and none of them is
 * an exception today.
 */
const listed = `
  AADManagedIdentitySignInLogs AADNonInteractiveUserSignInLogs AADProvisioningLogs AADRiskyServicePrincipals AADRiskyUsers
  AADServicePrincipalRiskEvents AADServicePrincipalSignInLogs AADUserRiskEvents ADFSSignInLogs AlertEvidence AlertInfo
  ASimDnsActivityLogs ASimNetworkSessionLogs ASimWebSessionLogs AuditLogs AWSCloudTrail AWSCloudWatch AWSGuardDuty AWSVPCFlow
  AZFWApplicationRule AZFWDnsQuery AZFWFatFlow AZFWFlowTrace AZFWIdpsSignature AZFWInternalFqdnResolutionFailure AZFWNatRule
  AZFWNetworkRule AZFWThreatIntel AzureDevOpsAuditing BehaviorAnalytics CloudAppEvents CommonSecurityLog ContainerLogV2
  DeviceEvents DeviceFileCertificateInfo DeviceFileEvents DeviceImageLoadEvents DeviceInfo DeviceLogonEvents
  DeviceNetworkEvents DeviceNetworkInfo DeviceProcessEvents DeviceRegistryEvents DnsEvents Dynamics365Activity
  EmailAttachmentInfo EmailEvents EmailPostDeliveryEvents EmailUrlInfo GCPAuditLogs Heartbeat HuntingBookmark
  IdentityDirectoryEvents IdentityLogonEvents IdentityQueryEvents IntuneAuditLogs IntuneDevices IntuneOperationalLogs
  LAQueryLogs McasShadowItReporting MicrosoftGraphActivityLogs MicrosoftPurviewInformationProtection NetworkAccessTraffic
  OfficeActivity PowerBIActivity SecurityAlert SecurityIncident SentinelAudit SentinelHealth SigninLogs
  ThreatIntelligenceIndicator`

const namesIn = (text: string): readonly string[] => text.trim().toLowerCase().split(/\s+/)

const rows: readonly (readonly [names: string, DocumentedExport])[] = [
  [listed, { support: 'listed' }],
  ...Object.entries(partial).map(([lacks, names]) => [names, { support: 'partial', lacks }] as const),
  [unsupported, { support: 'unsupported' }],
]

const documented = new Map(rows.flatMap(([names, row]) => namesIn(names).map(name => [name, row] as const)))

/** What is documented about exporting a table. Only rows that have arrived prove that it is exported. */
export const documentedExport = (table: string): DocumentedExport =>
  documented.get(table.toLowerCase()) ?? { support: 'unlisted' }

/** The container that data export creates for a table. How it names those of other tables is documented nowhere. */
export const exportContainer = (table: string): string | undefined =>
  /^[A-Za-z0-9]{1,60}$/.test(table) ? `am-${table.toLowerCase()}` : undefined
