/**
 * Rows of raw tables in which a rule of the reference data finds something, by the file of the rule: the function that it calls,
 * the table that the function reads, and its rows. Times are minutes before a run.
 */
const log = text => ({ RawData: text })
const syslog = (ProcessName, SyslogMessage, more = {}) => ({ ProcessName, SyslogMessage, ...more })
const eset = event =>
  syslog(
    'ERAServer',
    JSON.stringify({ ipv4: '192.0.2.7', hostname: 'pc-7', occured: '02-Mar-2026 09:50:00', ...event }),
  )
const access = (address, request, minute = 50) =>
  log(`${address} - - [02/Mar/2026:09:${minute}:00 +0000] "${request} HTTP/1.1" 200 12 "-" "curl/8.0"`)
const denied = access('203.0.113.9', 'GET /a').RawData.replace('" 200', '" 403')

export const firingRows = {
  'ApacheCVE-2021-41773.yaml': [
    'ApacheHTTPServer',
    'ApacheHTTPServer_CL',
    [access('203.0.113.9', 'GET /cgi-bin/.%2e/%2e%2e/%2e%2e/etc/passwd')],
  ],
  'ApacheRequestFromPrivateIP.yaml': ['ApacheHTTPServer', 'ApacheHTTPServer_CL', [access('10.0.0.5', 'GET /')]],
  'NGINXMultipleClientErrorsFromSingleIP.yaml': ['NGINXHTTPServer', 'NGINX_CL', Array(101).fill(log(denied))],
  'TomcatPutAndGetFileFromSameIP.yaml': [
    'TomcatEvent',
    'Tomcat_CL',
    [access('203.0.113.9', 'POST /a.jsp', 40), access('203.0.113.9', 'GET /a.jsp', 41)],
  ],
  'JiraGlobalPermissionAdded.yaml': ['JiraAudit', 'Jira_Audit_CL', [{ summary_s: 'Global permission added' }]],
  'CiscoDuoNewAdmin.yaml': ['CiscoDuo', 'CiscoDuo_CL', [{ action_s: 'admin_create' }]],
  'CiscoDuoAdminMFAFailures.yaml': [
    'CiscoDuo',
    'CiscoDuo_CL',
    Array(11).fill({ action_s: 'admin_2fa_error', username_s: 'ann', object_s: 'ann' }),
  ],
  'CiscoSEGenIoC.yaml': ['CiscoSecureEndpoint', 'CiscoSecureEndpoint_CL', [{ event_type_s: 'Generic IOC' }]],
  'CiscoSEWebshell.yaml': ['CiscoSecureEndpoint', 'CiscoSecureEndpoint_CL', [{ event_type_s: 'Possible webshell' }]],
  'CloudflareEmptyUA.yaml': ['Cloudflare', 'Cloudflare_CL', [{ ClientRequestUserAgent_s: '' }]],
  'CloudflareUnexpectedCountry.yaml': ['Cloudflare', 'Cloudflare_CL', [{ ClientCountry_s: 'cn' }]],
  'GitLab_LocalAuthNoMFA.yaml': [
    'GitLabAudit',
    'Syslog',
    [syslog('GitLab-Audit-Logs', '{"with":"standard","target_details":"Administrator"}', { Facility: 'local7' })],
  ],
  'GCPDNSIpCheck.yaml': ['GCPCloudDNS', 'GCP_DNS_CL', [{ payload_queryName_s: 'api.ipify.org' }]],
  'GCPIAMNewServiceAccount.yaml': [
    'GCP_IAM',
    'GCP_IAM_CL',
    [
      {
        payload_methodName_s: 'google.iam.admin.v1.CreateServiceAccount',
        payload_authorizationInfo_s: '[{"granted":true}]',
      },
    ],
  ],
  'OCIMetadataEndpointIpAccess.yaml': [
    'OCILogs',
    'OCI_Logs_CL',
    [
      {
        type_s: 'com.oraclecloud.vcn.flowlogs.DataEvent',
        data_action_s: 'ACCEPT',
        data_destinationAddress_s: '169.254.169.254',
      },
    ],
  ],
  'PingFederateForbiddenCountry.yaml': [
    'PingFederateEvent',
    'CommonSecurityLog',
    [{ DeviceProduct: 'PingFederate', AdditionalExtensions: 'country=CH,x' }],
  ],
  'ZscalerUnexpectedCountries.yaml': [
    'ZPAEvent',
    'ZPA_CL',
    [{ Message: '{"ConnectionStatus":"open","ClientCountryCode":"RU"}' }],
  ],
  'ESETThreatDetected.yaml': ['ESETPROTECT', 'Syslog', [eset({ event_type: 'Threat_Event', username: 'ann' })]],
  'ESETWebsiteBlocked.yaml': [
    'ESETPROTECT',
    'Syslog',
    [eset({ event_type: 'FilteredWebsites_Event', username: 'ann' })],
  ],
  'BoxInactiveUserLogin.yaml': [
    'BoxEvents',
    'BoxEvents_CL',
    [
      { minutes: 10 * 24 * 60, event_type_s: 'LOGIN', source_name_s: 'ann' },
      { event_type_s: 'LOGIN', source_name_s: 'ann' },
    ],
  ],
  'CyberArkEPMRareProcInternetAccess.yaml': [
    'CyberArkEPM',
    'CyberArkEPM_CL',
    [{ event_type_s: 'raw_event', eventType_s: 'DetectAccessInternet', fileName_s: 'a.exe', userName_s: 'ann' }],
  ],
}
