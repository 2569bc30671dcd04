import { type ArmAnswer, answered, failed } from '@tripline/azure/answer'
import type { StoredBlob } from '@tripline/azure/blobs'
import { below, type FilePath, fileSize, listFolder, openFile, readFile, reasonOf } from '@tripline/files'
import { type Manifest, sha256Of, sourcesDigest } from '../vault/manifest.ts'
import { readManifest } from '../vault/read-manifest.ts'
import { manifestPrefix } from '../vault/vault-names.ts'
import type { ManifestMetadata } from '../vault/vault-state.ts'
import type { VaultReader } from './restore-tables.ts'

/** A folder that the blobs of a vault were copied to, under their names. Metadata is lost on the way; manifests say the same. */
export function folderVault(folder: FilePath): VaultReader {
  return {
    name: folder.path,
    async list() {
      return attempt(() => blobsIn(folder, ''))
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

const fileAt = (folder: FilePath, name: string): FilePath => name.split('/').reduce(below, folder)

function blobsIn(folder: FilePath, prefix: string): readonly StoredBlob[] {
  const entries = [...listFolder(folder)].sort((one, other) => (one.name < other.name ? -1 : 1))
  return entries.flatMap(({ name, kind }): readonly StoredBlob[] => {
    const file = below(folder, name)
    if (kind === 'folder') return blobsIn(file, `${prefix}${name}/`)
    return kind === 'file' ? [blobOf(file, `${prefix}${name}`)] : []
  })
}

function blobOf(file: FilePath, name: string): StoredBlob {
  const bytes = name.startsWith(manifestPrefix) ? readFile(file, 'text-file') : undefined
  const manifest = bytes && readManifest(bytes)
  return {
    name,
    length: fileSize(file),
    etag: '',
    isRehydrating: false,
    modified: '',
    metadata: manifest ? metadataOf(manifest, bytes) : {},
  }
}

const metadataOf = (manifest: Manifest, bytes: Buffer): ManifestMetadata => ({
  sha256: sha256Of(bytes),
  sources: sourcesDigest(manifest.sources),
  workspace: manifest.workspace,
  day: manifest.day,
  revision: String(manifest.revision),
})

function bytesOf(path: FilePath, from: number, length: number): Buffer {
  const file = openFile(path)
  try {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, file.read(bytes, from))
  } finally {
    file.close()
  }
}
