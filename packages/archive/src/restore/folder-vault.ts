import { type ArmAnswer, answered, failed } from '@tripline/azure/answer'
import type { StoredBlob } from '@tripline/azure/blobs'
import { isRecord } from '@tripline/diagnostics'
import { below, type FilePath, fileSize, listFolder, openFile, readFile, reasonOf } from '@tripline/files'
import { sha256Of } from '../vault/manifest.ts'
import { manifestPrefix, partName } from '../vault/vault-names.ts'
import { vaultState } from '../vault/vault-state.ts'
import type { VaultReader } from './vault-reader.ts'

/** A folder that the blobs of a vault were copied to, under their names. Metadata is lost on the way; manifests say the same. */
export function folderVault(folder: FilePath): VaultReader {
  return {
    name: folder.path,
    async tables(wants) {
      return attempt(() => [...vaultState(blobsOfTables(folder, wants)).tables.values()])
    },
    async read(name, from, length) {
      return attempt(() => bytesOf(fileAt(folder, name), from, length))
    },
  }
}

function attempt<T>(work: () => T): ArmAnswer<T> {
  try {
    return answered(work())
  } catch (error) {
    return failed('Unreadable', reasonOf(error))
  }
}

const manifestFolder = manifestPrefix.slice(0, -1)

const fileAt = (folder: FilePath, name: string): FilePath => name.split('/').reduce(below, folder)

/** Years of other tables have many manifests, none of which is read. */
function blobsOfTables(folder: FilePath, wants: (table: string) => boolean): readonly StoredBlob[] {
  return listFolder(folder).flatMap(({ name, kind }): readonly StoredBlob[] => {
    if (kind !== 'folder') return []
    if (name === manifestFolder) return blobsIn(below(folder, name), manifestPrefix, wants)
    return wants(name) ? blobsIn(below(folder, name), `${name}/`) : []
  })
}

/** The names of a vault's blobs have no more segments, so deeper folders are not looked into. */
const mostSegments = partName('Table', '2026-03-01', 1).split('/').length

function blobsIn(
  folder: FilePath,
  prefix: string,
  wants: (subfolder: string) => boolean = () => true,
): readonly StoredBlob[] {
  const isDeepest = prefix.split('/').length === mostSegments
  return listFolder(folder).flatMap(({ name, kind }): readonly StoredBlob[] => {
    const file = below(folder, name)
    if (kind === 'folder') return !isDeepest && wants(name) ? blobsIn(file, `${prefix}${name}/`) : []
    return kind === 'file' ? [blobOf(file, `${prefix}${name}`)] : []
  })
}

function blobOf(file: FilePath, name: string): StoredBlob {
  return {
    name,
    length: fileSize(file),
    etag: '',
    isRehydrating: false,
    modified: '',
    metadata: name.startsWith(manifestPrefix) ? metadataOf(readFile(file, 'text-file')) : {},
  }
}

/** What a manifest says about itself. Whoever fetches it finds out whether it is one. */
function metadataOf(bytes: Buffer): StoredBlob['metadata'] {
  try {
    const manifest: unknown = JSON.parse(bytes.toString())
    if (!isRecord(manifest)) return {}
    const { workspace, day, revision, previous } = manifest
    return {
      sha256: sha256Of(bytes),
      workspace: String(workspace),
      day: String(day),
      revision: String(revision),
      previous: String(previous ?? ''),
    }
  } catch {
    return {}
  }
}

function bytesOf(path: FilePath, from: number, length: number): Buffer {
  const file = openFile(path)
  try {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, file.read(bytes, from))
  } finally {
    file.close()
  }
}
