import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { BlobStore } from '@tripline/azure/blobs'
import { listVault, type TableState } from '../vault/vault-state.ts'

/** Where archived rows are read from: a vault, or a folder that its blobs were copied to. */
export interface VaultReader extends Pick<BlobStore, 'name' | 'read'> {
  /** What it has of the tables that are wanted. */
  tables(wants: (table: string) => boolean): Promise<ArmAnswer<readonly TableState[]>>
}

export const vaultReader = (vault: Pick<BlobStore, 'name' | 'list' | 'read'>): VaultReader => ({
  name: vault.name,
  read: vault.read,
  async tables(wants) {
    const listed = await listVault(vault)
    return listed.ok ? answered([...listed.value.tables.values()].filter(({ table }) => wants(table))) : listed
  },
})
