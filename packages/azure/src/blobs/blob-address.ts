import { type CloudName, clouds } from '../workspace/clouds.ts'

/** The blob endpoint of a storage account. */
export interface BlobAddress {
  readonly account: string
  /** Without a trailing slash. */
  readonly url: string
  /** Certificate (PEM) to trust besides the public ones: the emulator's. */
  readonly ca?: string
}

/** A storage account in Azure. */
export const azureBlobs = (account: string, cloud: CloudName = 'AzureCloud'): BlobAddress => ({
  account,
  url: `https://${account}.${clouds[cloud].blobs}`,
})

/** A storage account of a running emulator. */
export const localBlobs = (account: string, emulator: { readonly url: string; readonly ca: string }): BlobAddress => ({
  account,
  url: `${emulator.url}/${account}`,
  ca: emulator.ca,
})
