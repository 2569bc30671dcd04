import { lookUp } from '@tripline/diagnostics'
import type { EntityType } from '../sentinel/entity-type.ts'

/** How Microsoft Graph writes the mappings of an entity type. */
export interface DetectionEntity {
  /** The list that holds them. */
  readonly list: string
  /** The property with the column of each identifier, without its `Column`. */
  readonly identifiers: Readonly<Record<string, string>>
  /** Whether it can be what an alert is about; other entities are evidence. */
  readonly isAsset?: true
}

/** The entities of custom detections and their identifiers, as far as both interfaces document them. */
export const detectionEntities = {
  Account: {
    list: 'accounts',
    identifiers: {
      AadUserId: 'aadUserId',
      Sid: 'sid',
      Upn: 'upn',
      Name: 'name',
      UPNSuffix: 'upnSuffix',
      NTDomain: 'ntDomain',
      DnsDomain: 'dnsDomain',
    },
    isAsset: true,
  },
  Host: {
    list: 'hosts',
    identifiers: {
      DeviceId: 'deviceId',
      HostName: 'name',
      NetBiosName: 'netBiosName',
      NTDomain: 'ntDomain',
      DnsDomain: 'dnsDomain',
    },
    isAsset: true,
  },
  Mailbox: { list: 'mailboxes', identifiers: { MailboxPrimaryAddress: 'primaryAddress' }, isAsset: true },
  CloudApplication: { list: 'cloudApplications', identifiers: { AppId: 'appId', Name: 'name' }, isAsset: true },
  AzureResource: { list: 'azureResources', identifiers: { ResourceId: 'resourceId' }, isAsset: true },
  Process: { list: 'processes', identifiers: { SHA1: 'sha1', SHA256: 'sha256' } },
  File: { list: 'files', identifiers: { Name: 'name', SHA1: 'sha1', SHA256: 'sha256' } },
  RegistryValue: { list: 'registryValues', identifiers: { Key: 'key', Name: 'valueName' } },
  IP: { list: 'ips', identifiers: { Address: 'address', AddressScope: 'scope' } },
  DNS: {
    list: 'dns',
    identifiers: { DomainName: 'domainName', HostIpAddress: 'hostIpAddress', ServerIp: 'serverIp' },
  },
  SecurityGroup: {
    list: 'securityGroups',
    identifiers: { DistinguishedName: 'distinguishedName', ObjectGuid: 'objectId', SID: 'sid' },
  },
  URL: { list: 'urls', identifiers: { Url: 'address' } },
  MailCluster: { list: 'mailClusters', identifiers: { Query: 'query', Source: 'source' } },
  MailMessage: {
    list: 'mailMessages',
    identifiers: {
      NetworkMessageId: 'networkMessageId',
      Recipient: 'recipient',
      Sender: 'sender',
      Subject: 'subject',
    },
  },
} as const satisfies Partial<Record<EntityType, DetectionEntity>>

export const detectionEntityNames = Object.keys(detectionEntities) as (keyof typeof detectionEntities)[]

const byName: Readonly<Record<string, DetectionEntity>> = detectionEntities

/** How the mappings of a type are written, if custom detections have it. */
export const detectionEntity = (type: string): DetectionEntity | undefined => lookUp(byName, type)
