/**
 * Tables that the data connectors of Sentinel bring, by connector id, but for those into which many of them write (Syslog,
 * CommonSecurityLog, SecurityAlert …). Facts from two public sources: `requiredDataConnectors` of the templates in Azure-Sentinel, and
 * Microsoft's reference of data connectors.
 */
const tablesByConnector: Readonly<Record<string, string>> = {
  AIVectraDetect: 'VectraStream_CL',
  AlsidForAD: 'AlsidForADLog_CL',
  ApacheHTTPServer: 'ApacheHTTPServer_CL',
  ApacheTomcat: 'Tomcat_CL',
  ArmisAlerts: 'Armis_Alerts_CL',
  ArmisActivities: 'Armis_Activities_CL',
  AtlassianBeaconAlerts: 'atlassian_beacon_alerts_CL',
  Auth0: 'Auth0AM_CL Auth0_CL',
  AWS: 'AWSCloudTrail',
  AWSS3: 'AWSCloudTrail AWSVPCFlow AWSGuardDuty AWSCloudWatch',
  AzureActiveDirectory: `SigninLogs AuditLogs AADNonInteractiveUserSignInLogs AADServicePrincipalSignInLogs
    AADManagedIdentitySignInLogs AADProvisioningLogs ADFSSignInLogs AADUserRiskEvents AADRiskyUsers
    AADServicePrincipalRiskEvents AADRiskyServicePrincipals NetworkAccessTraffic MicrosoftGraphActivityLogs`,
  AzureActivity: 'AzureActivity',
  AzureFirewall: `AZFWApplicationRule AZFWNetworkRule AZFWNatRule AZFWDnsQuery AZFWIdpsSignature AZFWThreatIntel
    AZFWFlowTrace AZFWFatFlow AZFWInternalFqdnResolutionFailure`,
  AzureNetworkWatcher: 'AzureNetworkAnalytics_CL',
  AzureStorageAccount: 'StorageBlobLogs StorageFileLogs StorageQueueLogs StorageTableLogs',
  BehaviorAnalytics: 'BehaviorAnalytics IdentityInfo UserPeerAnalytics UserAccessAnalytics Anomalies',
  Bitglass: 'BitglassLogs_CL',
  BoxDataConnector: 'BoxEvents_CL',
  CarbonBlackCloud: 'CarbonBlackEvents_CL CarbonBlackAuditLogs_CL CarbonBlackNotifications_CL',
  CiscoDuoSecurity: 'CiscoDuo_CL',
  CiscoMeraki: 'meraki_CL CiscoMerakiNativePoller_CL',
  CiscoSecureEndpoint: 'CiscoSecureEndpoint_CL',
  CiscoUmbrellaDataConnector: `Cisco_Umbrella_dns_CL Cisco_Umbrella_proxy_CL Cisco_Umbrella_ip_CL
    Cisco_Umbrella_cloudfirewall_CL Cisco_Umbrella_firewall_CL`,
  CloudflareDataConnector: 'Cloudflare_CL',
  CognniSentinelDataConnector: 'CognniIncidents_CL',
  Confluence: 'Confluence_Audit_CL',
  Corelight: 'Corelight_CL',
  CrowdstrikeReplicator: 'CrowdstrikeReplicatorLogs_CL',
  CrowdstrikeReplicatorv2: 'CrowdStrike_Additional_Events_CL CrowdStrike_Secondary_Data_CL',
  CybersixgillActionableAlerts: 'CyberSixgill_Alerts_CL',
  DNS: 'DnsEvents DnsInventory',
  Dynamics365: 'Dynamics365Activity',
  DarktraceRESTConnector: 'darktrace_model_alerts_CL',
  DigitalShadowsSearchlightAzureFunctions: 'DigitalShadows_CL',
  EsetSMC: 'eset_CL',
  GCPAuditLogsDefinition: 'GCPAuditLogs',
  GCPDNSDataConnector: 'GCP_DNS_CL',
  GCPIAMDataConnector: 'GCP_IAM_CL',
  GCPMonitorDataConnector: 'GCP_MONITORING_CL',
  GitHubEcAuditLogPolling: 'GitHubAuditLogPolling_CL',
  GitHubWebhook: 'githubscanaudit_CL',
  GoogleWorkspaceReportsAPI: `GWorkspace_ReportsAPI_admin_CL GWorkspace_ReportsAPI_calendar_CL
    GWorkspace_ReportsAPI_drive_CL GWorkspace_ReportsAPI_login_CL GWorkspace_ReportsAPI_mobile_CL
    GWorkspace_ReportsAPI_token_CL GWorkspace_ReportsAPI_user_accounts_CL`,
  HolmSecurityAssets: 'web_assets_CL net_assets_CL',
  ImpervaWAFCloudAPI: 'ImpervaWAFCloud_CL',
  JamfProtect: 'jamfprotect_CL',
  JBossEAP: 'JBossLogs_CL',
  JiraAuditAPI: 'Jira_Audit_CL',
  LookoutAPI: 'Lookout_CL',
  MailGuard365: 'MailGuard365_Threats_CL',
  MarkLogic: 'MarkLogicAudit_CL',
  MicrosoftCloudAppSecurity: 'McasShadowItReporting',
  MicrosoftThreatProtection: `DeviceEvents DeviceFileEvents DeviceImageLoadEvents DeviceInfo DeviceLogonEvents
    DeviceNetworkEvents DeviceNetworkInfo DeviceProcessEvents DeviceRegistryEvents DeviceFileCertificateInfo EmailEvents
    EmailUrlInfo EmailAttachmentInfo EmailPostDeliveryEvents UrlClickEvents IdentityLogonEvents IdentityQueryEvents
    IdentityDirectoryEvents CloudAppEvents AlertInfo AlertEvidence`,
  MimecastAuditAPI: 'MimecastAudit_CL',
  MimecastSIEMAPI: 'MimecastSIEM_CL',
  MongoDB: 'MongoDBAudit_CL',
  Netskope: 'Netskope_CL',
  NGINXHTTPServer: 'NGINX_CL',
  Office365: 'OfficeActivity',
  OfficePowerBI: 'PowerBIActivity',
  Office365Project: 'ProjectActivity',
  OktaSSO: 'Okta_CL',
  OktaSSOv2: 'OktaV2_CL OktaNativePoller_CL',
  OneLogin: 'OneLogin_CL OneLoginEventsV2_CL OneLoginUsersV2_CL',
  OracleCloudInfrastructureLogsConnector: 'OCI_Logs_CL',
  OracleWebLogicServer: 'OracleWebLogicServer_CL',
  OrcaSecurityAlerts: 'OrcaAlerts_CL',
  PaloAltoPrismaCloud: 'PaloAltoPrismaCloudAlert_CL PaloAltoPrismaCloudAudit_CL',
  Perimeter81ActivityLogs: 'Perimeter81_CL',
  PostgreSQL: 'PostgreSQL_CL',
  ProofpointPOD: 'ProofpointPOD_message_CL ProofpointPOD_maillog_CL',
  ProofpointTAP: `ProofPointTAPMessagesDelivered_CL ProofPointTAPMessagesBlocked_CL ProofPointTAPClicksPermitted_CL
    ProofPointTAPClicksBlocked_CL`,
  QualysKB: 'QualysKB_CL',
  QualysVulnerabilityManagement: 'QualysHostDetection_CL QualysHostDetectionV2_CL',
  RubrikSecurityCloud: 'Rubrik_Anomaly_Data_CL Rubrik_Ransomware_Data_CL Rubrik_ThreatHunt_Data_CL',
  SailPointIdentityNow: 'SailPointIDN_Events_CL SailPointIDN_Triggers_CL',
  SalesforceServiceCloud: 'SalesforceServiceCloud_CL',
  SAP: 'ABAPAuditLog_CL ABAPAuditLog ABAPChangeDocsLog_CL ABAPTableDataLog_CL',
  SecurityEvents: 'SecurityEvent',
  SenservaPro: 'SenservaPro_CL',
  SentinelOne: 'SentinelOne_CL',
  SlackAuditAPI: 'SlackAudit_CL',
  Snowflake: 'Snowflake_CL',
  SophosCloudOptix: 'SophosCloudOptix_CL',
  SophosEP: 'SophosEP_CL',
  SquidProxy: 'SquidProxy_CL',
  'Tenable.ioVulnManagement': 'Tenable_IO_Vuln_CL Tenable_IO_Assets_CL',
  TheHiveProjectTheHive: 'TheHive_CL',
  ThreatIntelligence: 'ThreatIntelligenceIndicator ThreatIntelIndicators ThreatIntelObjects',
  ThreatIntelligenceTaxii: 'ThreatIntelligenceIndicator ThreatIntelIndicators ThreatIntelObjects',
  MicrosoftDefenderThreatIntelligence: 'ThreatIntelligenceIndicator ThreatIntelIndicators',
  ThreatIntelligenceUploadIndicatorsAPI: 'ThreatIntelligenceIndicator ThreatIntelIndicators',
  TrendMicroXDR:
    'TrendMicro_XDR_WORKBENCH_CL TrendMicro_XDR_RCA_Task_CL TrendMicro_XDR_RCA_Result_CL TrendMicro_XDR_CL',
  TrendMicroCAS: 'TrendMicroCAS_CL',
  UbiquitiUnifi: 'Ubiquiti_CL',
  VMwareCarbonBlack: 'CarbonBlackEvents_CL CarbonBlackAuditLogs_CL CarbonBlackNotifications_CL',
  VMwarevCenter: 'vcenter_CL',
  WindowsFirewall: 'WindowsFirewall',
  WindowsForwardedEvents: 'WindowsEvent',
  WindowsSecurityEvents: 'SecurityEvent',
  WorkplaceFacebook: 'Workplace_Facebook_CL',
  Zoom: 'Zoom_CL',
  ZscalerPrivateAccess: 'ZPA_CL',
}

const connectorsByTable = new Map<string, string[]>()
for (const [connector, tables] of Object.entries(tablesByConnector)) {
  for (const table of tables.split(/\s+/)) {
    connectorsByTable.set(table, [...(connectorsByTable.get(table) ?? []), connector])
  }
}

/** Ids of the data connectors that are known to bring a table. */
export const connectorsOf = (table: string): readonly string[] => connectorsByTable.get(table) ?? []

/** Whether it is known what a connector brings. */
export const isKnownConnector = (id: string): boolean => Object.hasOwn(tablesByConnector, id)

/** Functions of Sentinel's solutions that queries read like tables, by the solution that brings them. */
const parsersBySolution: Readonly<Record<string, string>> = {
  'Alsid For AD': 'afad_parser',
  'Apache HTTP Server': 'ApacheHTTPServer',
  'AWS S3 bucket logs': 'AWSS3BucketAPILogParsed',
  'Azure SQL Database': 'SQLEvent',
  Box: 'BoxEvents',
  'Cisco ISE': 'CiscoISEEvent',
  'Cisco Meraki': 'CiscoMeraki',
  'Cisco SEG': 'CiscoSEGEvent',
  'Cisco Umbrella': 'Cisco_Umbrella',
  'Cisco Duo Security': 'CiscoDuo',
  Confluence: 'ConfluenceAudit',
  'CrowdStrike Falcon': 'CrowdStrikeFalconEventStream CrowdstrikeReplicator CrowdStrikeReplicator',
  GitHub: 'GitHubAudit GitHubAuditData GitHubRepo GitHubCodeScanningData GitHubDependabotData GitHubSecretScanningData',
  'Google Target': 'GWorkspaceActivityReports',
  Imperva: 'ImpervaWAFCloud',
  Infoblox: 'InfobloxNIOS',
  Jira: 'JiraAudit',
  McAfee: 'McAfeeEPOEvent McAfeeNSPEvent',
  'NGINX HTTP Server': 'NGINXHTTPServer',
  Okta: 'OktaSSO Okta',
  'Oracle Database': 'OracleDatabaseAuditEvent',
  'Palo Alto Prisma Cloud': 'PaloAltoPrismaCloud',
  'Proofpoint POD': 'ProofpointPOD',
  'Pulse Connect Secure': 'PulseConnectSecure',
  'Qualys KB': 'QualysKB',
  Salesforce: 'SalesforceServiceCloud',
  SentinelOne: 'SentinelOne',
  Slack: 'SlackAudit',
  Snowflake: 'Snowflake',
  'Sophos XG Firewall': 'SophosXGFirewall',
  Symantec: 'SymantecVIP SymantecProxySG SymantecEndpointProtection',
  Sysmon: 'Sysmon',
  Tomcat: 'TomcatEvent',
  'Trend Micro': 'TrendMicroCAS TMApexOneEvent',
  Ubiquiti: 'UbiquitiAuditEvent',
  'VMware ESXi': 'VMwareESXi',
  'VMware vCenter': 'vCenter',
  Workplace: 'Workplace_Facebook',
  Zoom: 'ZoomLogs',
  'Zscaler Private Access': 'ZPAEvent',
}

const solutionByParser = new Map(
  Object.entries(parsersBySolution).flatMap(([solution, names]) =>
    names.split(' ').map(name => [name, solution] as const),
  ),
)

/** What brings a function that queries read like a table: a solution, or the normalization that every workspace has. */
export function parserOrigin(name: string): string | undefined {
  if (/^(?:_Im_|_ASim_|im[A-Z]|ASim[A-Z]|vim[A-Z])/.test(name))
    return 'a parser of the Advanced Security Information Model (ASIM)'
  const solution = solutionByParser.get(name)
  return solution && `a parser of the solution ${solution}`
}
