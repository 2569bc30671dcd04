import { readPolicy, type VaultPolicy } from '@tripline/archive'
import type { WorkspaceClient } from '@tripline/azure'
import type { BlobStore } from '@tripline/azure/blobs'
import type { Diagnosed } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { connectBlobs } from './connect-blobs.ts'
import type { OpenArchive } from './open-archive.ts'

/** The containers of an archive. */
export interface ArchiveStores {
  readonly vault: BlobStore
  readonly landing: (container: string) => BlobStore
}

/** Opens the containers of an archive; nothing is sent yet. */
export function archiveStores(
  { target, settings: { landing, vault } }: Pick<OpenArchive, 'target' | 'settings'>,
  root: string,
  io: Io,
): Diagnosed<ArchiveStores> {
  const { value: open, diagnostics } = connectBlobs(target, root, io)
  if (!open) return { diagnostics }
  const stores = {
    vault: open(vault.account.value, vault.container.value),
    landing: (container: string) => open(landing.account.value, container),
  }
  return { value: stores, diagnostics }
}

/** The policy of a vault, by `account/container`. That it cannot be read is not what is wrong with the vault. */
export async function vaultPolicy(client: WorkspaceClient, id: string): Promise<VaultPolicy> {
  const policy = await readPolicy(client, id)
  return policy.ok ? (policy.value ?? 'none') : { unread: `${policy.error.code}: ${policy.error.message}` }
}
