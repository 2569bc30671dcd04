import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { BlobStore, StoredBlob } from '@tripline/azure/blobs'
import { type Day, isDay } from '../day.ts'
import { manifestPrefix, readManifestName, readPartName } from './vault-names.ts'

/** A manifest as a list shows it. What it says there was fixed when it was created. */
export interface ListedManifest {
  readonly blob: Pick<StoredBlob, 'name' | 'length'>
  readonly sequence: number
  readonly day: Day
  readonly revision: number
  readonly workspace: string
  readonly sha256: string
  /** {@link sourcesDigest} */
  readonly sources: string
  /** SHA-256 of the manifest before it, where the list shows it; null for the first. */
  readonly previous?: string | null
}

/** What the vault has of a table, by its list alone. */
export interface TableState {
  readonly table: string
  /** In the order of their sequence. */
  readonly manifests: readonly ListedManifest[]
  /** By name. */
  readonly parts: ReadonlyMap<string, StoredBlob>
}

export interface VaultState {
  /** In the order of their names. */
  readonly tables: ReadonlyMap<string, TableState>
  /** Blobs that the archive did not create, at least not like this. */
  readonly strange: readonly StoredBlob[]
}

interface OpenState {
  readonly table: string
  readonly manifests: ListedManifest[]
  readonly parts: Map<string, StoredBlob>
}

/** Lists the vault. */
export async function listVault(store: Pick<BlobStore, 'list'>): Promise<ArmAnswer<VaultState>> {
  const listed = await store.list('')
  return listed.ok ? answered(vaultState(listed.value)) : listed
}

/** What blobs of a vault, in any order, show of it. */
export function vaultState(blobs: readonly StoredBlob[]): VaultState {
  const tables = new Map<string, OpenState>()
  const strange: StoredBlob[] = []
  const tableNamed = (table: string): OpenState => {
    const found: OpenState = tables.get(table) ?? { table, manifests: [], parts: new Map() }
    tables.set(table, found)
    return found
  }
  for (const blob of blobs) {
    const part = readPartName(blob.name)
    const manifest = blob.name.startsWith(manifestPrefix) ? listedManifest(blob) : undefined
    if (part) tableNamed(part.table).parts.set(blob.name, blob)
    else if (manifest) tableNamed(manifest.table).manifests.push(manifest)
    else strange.push(blob)
  }
  for (const { manifests } of tables.values()) manifests.sort((one, other) => one.sequence - other.sequence)
  const byName = [...tables].sort(([one], [other]) => (one < other ? -1 : 1))
  return { tables: new Map(byName), strange }
}

export type ManifestMetadata = Readonly<Record<'sha256' | 'sources' | 'workspace' | 'day' | 'revision', string>>

function listedManifest(blob: StoredBlob): (ListedManifest & { readonly table: string }) | undefined {
  const named = readManifestName(blob.name)
  const { sha256 = '', sources = '', workspace = '', day = '', revision = '', previous } = blob.metadata
  if (!named || !isDay(day) || !/^[1-9]\d*$/.test(revision)) return undefined
  const listed = { blob, ...named, day, revision: Number(revision), workspace, sha256, sources }
  return previous === undefined ? listed : { ...listed, previous: previous === '' ? null : previous }
}

/** The last manifest of each day. */
export const lastByDay = ({ manifests }: Pick<TableState, 'manifests'>): ReadonlyMap<Day, ListedManifest> =>
  new Map(manifests.map(manifest => [manifest.day, manifest]))
