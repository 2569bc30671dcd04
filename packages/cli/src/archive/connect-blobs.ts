import { azureCredential, localCredential } from '@tripline/azure'
import { azureBlobs, type BlobStore, localBlobs, openBlobStore } from '@tripline/azure/blobs'
import type { Diagnosed } from '@tripline/diagnostics'
import type { Target } from '@tripline/project'
import { clockOf, runningEmulator } from '../deploy/connect-target.ts'
import type { Io } from '../process/io.ts'

/** Opens a container of a storage account; nothing is sent yet. */
export type OpenContainer = (account: string, container: string) => BlobStore

/** How the containers of a workspace's archive are opened. */
export function connectBlobs(target: Target, root: string, io: Io): Diagnosed<OpenContainer> {
  const clock = clockOf(io)
  if (target.kind === 'azure') {
    const cloud = target.cloud?.value
    const credential = azureCredential(cloud)
    const open: OpenContainer = (account, container) =>
      openBlobStore(azureBlobs(account, cloud), container, credential, clock)
    return { value: open, diagnostics: [] }
  }
  const { value: emulator, diagnostics } = runningEmulator(root, target.name.span)
  if (!emulator) return { diagnostics }
  return {
    value: (account, container) => openBlobStore(localBlobs(account, emulator), container, localCredential, clock),
    diagnostics,
  }
}
