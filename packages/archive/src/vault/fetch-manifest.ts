import { type ArmAnswer, answered, failed } from '@tripline/azure/answer'
import type { BlobStore } from '@tripline/azure/blobs'
import { readAhead } from '../landing/read-ahead.ts'
import { type Manifest, sha256Of } from './manifest.ts'
import { readManifest } from './read-manifest.ts'
import { manifestName } from './vault-names.ts'
import type { ListedManifest } from './vault-state.ts'

/** The code of the error about a manifest whose bytes are not what they were. */
export const manifestChanged = 'ManifestChanged'

/** Manifests that are read at the same time. */
export const manifestsAtOnce = 8

/** A manifest, whose bytes are those that were listed, under the name that it has. */
export async function fetchManifest(
  store: Pick<BlobStore, 'name' | 'read'>,
  listed: ListedManifest,
): Promise<ArmAnswer<Manifest>> {
  const { blob, sha256 } = listed
  const chunks: Buffer[] = []
  for await (const read of readAhead(store, [blob])) {
    if (!read.ok) return read
    chunks.push(read.value.bytes)
  }
  const bytes = Buffer.concat(chunks)
  const manifest = sha256Of(bytes) === sha256 ? readManifest(bytes) : undefined
  return manifest && isListed(manifest, listed)
    ? answered(manifest)
    : failed(manifestChanged, `${store.name}/${blob.name} is not what it was when it was written`)
}

const isListed = ({ table, sequence, day, revision }: Manifest, listed: ListedManifest): boolean =>
  listed.blob.name === manifestName(table, sequence) && day === listed.day && revision === listed.revision
