import { lookUp } from '@tripline/diagnostics'
export interface EntityShape {
  /** Every identifier the type takes; case matters (`Sid` on Account, `SID` on SecurityGroup). */
  readonly identifiers: readonly string[]
  /** A mapping needs all identifiers of at least one of these sets. */
  readonly required: readonly (readonly string[])[]
}

/** A type that any one of `keys` identifies. */
const anyOf = (keys: readonly string[], others: readonly string[] = []): EntityShape => ({
  identifiers: [...keys, ...others],
  required: keys.map(key => [key]),
})

/** The entity types of the alert rule API and their identifiers. */
export const entityTypes = {
  Account: anyOf(
    ['FullName', 'Sid', 'Name', 'AadUserId', 'PUID', 'ObjectGuid'],
    ['NTDomain', 'DnsDomain', 'UPNSuffix', 'AadTenantId', 'IsDomainJoined', 'DisplayName', 'CloudAppAccountId'],
  ),
  Host: anyOf(
    ['FullName', 'HostName', 'NetBiosName', 'AzureID', 'OMSAgentID'],
    ['DnsDomain', 'NTDomain', 'OSFamily', 'OSVersion', 'IsDomainJoined'],
  ),
  IP: anyOf(['Address'], ['AddressScope']),
  URL: anyOf(['Url']),
  AzureResource: anyOf(['ResourceId']),
  CloudApplication: anyOf(['AppId', 'Name'], ['InstanceName']),
  DNS: anyOf(['DomainName']),
  File: anyOf(['Name'], ['Directory']),
  FileHash: { identifiers: ['Algorithm', 'Value'], required: [['Algorithm', 'Value']] },
  Malware: anyOf(['Name'], ['Category']),
  Process: anyOf(['CommandLine', 'ProcessId'], ['ElevationToken', 'CreationTimeUtc']),
  RegistryKey: anyOf(['Key', 'Hive']),
  RegistryValue: anyOf(['Name'], ['Value', 'ValueType']),
  SecurityGroup: anyOf(['DistinguishedName', 'SID', 'ObjectGuid']),
  Mailbox: anyOf(['MailboxPrimaryAddress'], ['DisplayName', 'Upn', 'ExternalDirectoryObjectId', 'RiskLevel']),
  MailCluster: anyOf(
    ['Query', 'Source'],
    [
      'NetworkMessageIds',
      'CountByDeliveryStatus',
      'CountByThreatType',
      'CountByProtectionStatus',
      'Threats',
      'QueryTime',
      'MailCount',
      'IsVolumeAnomaly',
      'ClusterSourceIdentifier',
      'ClusterSourceType',
      'ClusterQueryStartTime',
      'ClusterQueryEndTime',
      'ClusterGroup',
    ],
  ),
  MailMessage: anyOf(
    ['NetworkMessageId', 'Recipient'],
    [
      'Urls',
      'Threats',
      'Sender',
      'P1Sender',
      'P1SenderDisplayName',
      'P1SenderDomain',
      'SenderIP',
      'P2Sender',
      'P2SenderDisplayName',
      'P2SenderDomain',
      'ReceivedDate',
      'InternetMessageId',
      'Subject',
      'BodyFingerprintBin1',
      'BodyFingerprintBin2',
      'BodyFingerprintBin3',
      'BodyFingerprintBin4',
      'BodyFingerprintBin5',
      'AntispamDirection',
      'DeliveryAction',
      'DeliveryLocation',
      'Language',
      'ThreatDetectionMethods',
    ],
  ),
  SubmissionMail: anyOf(
    ['SubmissionId', 'NetworkMessageId', 'Recipient', 'Submitter'],
    ['Timestamp', 'Sender', 'SenderIp', 'Subject', 'ReportType', 'SubmissionDate'],
  ),
  IoTDevice: anyOf(
    ['DeviceId'],
    [
      'DeviceName',
      'Manufacturer',
      'Model',
      'FirmwareVersion',
      'OperatingSystem',
      'MacAddress',
      'Protocols',
      'SerialNumber',
      'Source',
      'IoTSecurityAgentId',
      'DeviceType',
    ],
  ),
} as const satisfies Record<string, EntityShape>

export type EntityType = keyof typeof entityTypes

export const entityTypeNames = Object.keys(entityTypes) as EntityType[]

/** An entity type by name, if there is one. */
export const entityShape = (name: string): EntityShape | undefined => {
  const shapes: Readonly<Record<string, EntityShape>> = entityTypes
  return lookUp(shapes, name)
}
