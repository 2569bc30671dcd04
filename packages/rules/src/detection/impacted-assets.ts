import { lookUp } from '@tripline/diagnostics'
import type { detectionEntityNames } from './detection-entities.ts'

type Mapped = readonly [type: (typeof detectionEntityNames)[number], identifier: string]

/** What the identifiers of `impactedAssets` are in `entityMappings`, which replaced it. Each is the column of its name in capitals. */
const assets: Readonly<Record<string, Readonly<Record<string, Mapped>>>> = {
  impactedDeviceAsset: {
    deviceId: ['Host', 'DeviceId'],
    deviceName: ['Host', 'HostName'],
    remoteDeviceName: ['Host', 'HostName'],
    targetDeviceName: ['Host', 'HostName'],
    destinationDeviceName: ['Host', 'HostName'],
  },
  impactedUserAsset: {
    accountObjectId: ['Account', 'AadUserId'],
    recipientObjectId: ['Account', 'AadUserId'],
    processAccountObjectId: ['Account', 'AadUserId'],
    accountSid: ['Account', 'Sid'],
    requestAccountSid: ['Account', 'Sid'],
    initiatingAccountSid: ['Account', 'Sid'],
    accountUpn: ['Account', 'Upn'],
    targetAccountUpn: ['Account', 'Upn'],
    initiatingProcessAccountUpn: ['Account', 'Upn'],
    accountName: ['Account', 'Name'],
    requestAccountName: ['Account', 'Name'],
    initiatingAccountName: ['Account', 'Name'],
    accountDomain: ['Account', 'NTDomain'],
    requestAccountDomain: ['Account', 'NTDomain'],
    initiatingAccountDomain: ['Account', 'NTDomain'],
  },
  impactedMailboxAsset: {
    recipientEmailAddress: ['Mailbox', 'MailboxPrimaryAddress'],
    senderFromAddress: ['Mailbox', 'MailboxPrimaryAddress'],
    senderMailFromAddress: ['Mailbox', 'MailboxPrimaryAddress'],
    accountUpn: ['Mailbox', 'MailboxPrimaryAddress'],
    targetAccountUpn: ['Mailbox', 'MailboxPrimaryAddress'],
    initiatingProcessAccountUpn: ['Mailbox', 'MailboxPrimaryAddress'],
    lastModifyingAccountUpn: ['Mailbox', 'MailboxPrimaryAddress'],
    fileOwnerUpn: ['Mailbox', 'MailboxPrimaryAddress'],
  },
}

export interface ImpactedAsset {
  readonly type: Mapped[0]
  readonly identifier: string
  readonly column: string
}

/** An impacted asset by its type in OData and its identifier; undefined if entity mappings have no counterpart of it. */
export function impactedAsset(odataType: string, identifier: string): ImpactedAsset | undefined {
  const known = lookUp(assets, odataType.split('.').at(-1)!)
  const mapped = known && lookUp(known, identifier)
  if (!mapped) return undefined
  const [type, name] = mapped
  return { type, identifier: name, column: `${identifier.charAt(0).toUpperCase()}${identifier.slice(1)}` }
}
