/**
 * What published templates read beside the tables of the catalogue, with the columns that they name: custom tables that
 * connectors create, and parsers that come with them. A column without a type is a text.
 */
const brought = {
  AzureNetworkAnalytics_CL:
    'Computer DestPort_d:real DestPublicIPs_s FlowDirection_s FlowStatus_s FlowType_s L7Protocol_s PublicIPs_s SrcPublicIPs_s',
  CarbonBlackNotifications_CL:
    'deviceInfo_deviceName_s deviceInfo_externalIpAddress_s deviceInfo_internalIpAddress_s threatHunterInfo_reportName_s threatHunterInfo_score_d:real threatHunterInfo_time_d:real',
  Okta_CL:
    'actor_alternateId_s client_geographicalContext_city_s client_geographicalContext_country_s client_ipAddress_s eventType_s outcome_reason_s',
  ProofPointTAPClicksPermitted_CL: 'classification_s clickTime_t:datetime recipient_s senderIP_s sender_s url_s',
  ProofPointTAPMessagesDelivered_CL: 'messageParts_s recipient_s senderIP_s sender_s subject_s threatsInfoMap_s',
  QualysHostDetection_CL: 'Detections_s NetBios_s',
  TrendMicro_XDR_CL: 'impactScope_account_s impactScope_host_s impactScope_hostname_s modelSeverity_s',
  eset_CL: 'event_type_s hostname_s ipv4_s object_uri_s username_s',
  GitHubAudit: 'Action Actor Country IPaddress Repository',
  GitHubRepo: 'Action Description DismmisedAt Link PublishedAt Reason Severity Summary vulnerableManifestFilename',
  InfobloxNIOS: 'Client_IP Log_Type ProcessName ResponseCode',
  PulseConnectSecure: 'Computer Messages Source_IP User',
  SophosXGFirewall: 'Log_Type Src_IP Status',
  SymantecProxySG: 'c_ip cs_host sc_filter_result',
  SymantecVIP: 'ClientIP RADIUSAuth User',
  ZoomLogs: 'Event User',
  afad_parser: 'Codename MessageType:long Severity',
}

const described = Object.entries(brought).map(([name, columns]) => ({
  name,
  columns: `TimeGenerated:datetime ${columns}`.split(' ').map(column => {
    const [own, type = 'string'] = column.split(':')
    return { name: own, type }
  }),
}))

const isTable = ({ name }) => name.endsWith('_CL')

export const customTables = described.filter(isTable)

/** Each parser with a query that has its columns. */
export const parsers = described
  .filter(one => !isTable(one))
  .map(({ name, columns }) => [name, `datatable(${columns.map(column => `${column.name}:${column.type}`)})[]`])

/** `s-computername` of the logs of IIS, which templates read, is no longer on the page of the table. */
export const withLostColumn = catalogue => {
  const { name, columns } = catalogue.get('W3CIISLog')
  return catalogue.with([{ name, columns: [...columns, { name: 'sComputerName', type: 'string' }] }])
}
