import { azureCredential, localCredential } from '@tripline/azure'
import { azureBlobs, type BlobAddress, type BlobStore, localBlobs, openBlobStore } from '@tripline/azure/blobs'
import type { Diagnosed } from '@tripline/diagnostics'
import type { Target } from '@tripline/project'
import { clockOf, runningEmulator } from '../deploy/connect-target.ts'
import type { Io } from '../process/io.ts'

/** Opens a container of a storage account; nothing is sent yet. */
export type OpenContainer = (account: string, container: string) => BlobStore

/** Where the storage accounts of a workspace's archive are. */
export function blobAddresses(target: Target, root: string): Diagnosed<(account: string) => BlobAddress> {
  if (target.kind === 'azure') {
    const cloud = target.cloud?.value
    return { value: account => azureBlobs(account, cloud), diagnostics: [] }
  }
  const { value: emulator, diagnostics } = runningEmulator(root, target.name.span)
  return emulator ? { value: account => localBlobs(account, emulator), diagnostics } : { diagnostics }
}

/** How the containers of a workspace's archive are opened. */
export function connectBlobs(target: Target, root: string, io: Io): Diagnosed<OpenContainer> {
  const { value: addressOf, diagnostics } = blobAddresses(target, root)
  if (!addressOf) return { diagnostics }
  const clock = clockOf(io)
  const credential = target.kind === 'azure' ? azureCredential(target.cloud?.value) : localCredential
  return { value: (account, container) => openBlobStore(addressOf(account), container, credential, clock), diagnostics }
}
