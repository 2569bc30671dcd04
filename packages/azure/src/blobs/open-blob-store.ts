import { createHash } from 'node:crypto'
import type { TokenCredential } from '@azure/identity'
import type { BlobItem, ContainerClient } from '@azure/storage-blob'
import { type ArmAnswer, answered, mapAnswer } from '../answer/arm-answer.ts'
import { boundedCredential } from '../http/credential.ts'
import type { Clock } from '../http/request-budget.ts'
import type { BlobAddress } from './blob-address.ts'
import { blobClient } from './blob-client.ts'
import { blobError } from './blob-error.ts'
import { blobHttp } from './blob-http.ts'
import type { BlobStore, Creation, StoredBlob } from './blob-store.ts'
import { rangeReader } from './range-reader.ts'

export type { BlobAddress } from './blob-address.ts'
export { azureBlobs, localBlobs } from './blob-address.ts'
export type { BlobStore, Creation, NewBlob, StoredBlob } from './blob-store.ts'

/** Opens a container; nothing is sent yet. */
export function openBlobStore(
  address: BlobAddress,
  container: string,
  credential: TokenCredential,
  clock: Clock,
): BlobStore {
  const [bounded, transport] = [boundedCredential(credential, clock), blobHttp(address, clock)]
  const client = blobClient(address, container, bounded, transport)
  return {
    name: `${address.account}/${container}`,
    list: prefix => attempt(() => list(client, prefix)),
    beginnings: (prefix, delimiter) => attempt(() => beginnings(client, prefix, delimiter)),
    read: rangeReader(client.url, bounded, transport),
    create(name, content, { tier, contentType, metadata }) {
      const md5 = createHash('md5').update(content).digest()
      const create = () =>
        client.getBlockBlobClient(name).upload(content, content.length, {
          conditions: { ifNoneMatch: '*' },
          blobHTTPHeaders: { blobContentType: contentType, blobContentMD5: md5 },
          metadata,
          tier,
        })
      return createOnce(client, name, { length: content.length, md5 }, create)
    },
    stage: (name, index, piece) => attempt(() => stage(client, name, index, piece)),
    commit(name, pieces, { length, md5 }, { tier, contentType, metadata }) {
      const commit = () =>
        client.getBlockBlobClient(name).commitBlockList([...pieces], {
          conditions: { ifNoneMatch: '*' },
          blobHTTPHeaders: { blobContentType: contentType, blobContentMD5: md5 },
          metadata,
          tier,
        })
      return createOnce(client, name, { length, md5 }, commit)
    },
    remove: ({ name, etag }) =>
      attempt(async () => {
        await client.getBlobClient(name).delete({ conditions: { ifMatch: etag } })
      }),
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<ArmAnswer<T>> {
  try {
    return answered(await work())
  } catch (thrown) {
    return { ok: false, error: blobError(thrown) }
  }
}

async function list(client: ContainerClient, prefix: string): Promise<readonly StoredBlob[]> {
  const blobs: StoredBlob[] = []
  for await (const item of client.listBlobsFlat({ prefix, includeMetadata: true })) blobs.push(storedBlob(item))
  return blobs
}

function storedBlob({ name, properties, metadata = {} }: BlobItem): StoredBlob {
  const { contentLength = 0, etag, contentMD5, accessTier, archiveStatus, lastModified } = properties
  return {
    name,
    length: contentLength,
    etag,
    ...(contentMD5 && { md5: Buffer.from(contentMD5).toString('base64') }),
    ...(accessTier !== undefined && { tier: accessTier }),
    isRehydrating: archiveStatus !== undefined,
    modified: lastModified.toISOString(),
    metadata,
  }
}

async function beginnings(client: ContainerClient, prefix: string, delimiter: string): Promise<readonly string[]> {
  const names: string[] = []
  for await (const item of client.listBlobsByHierarchy(delimiter, { prefix })) {
    if (item.kind === 'prefix') names.push(item.name)
  }
  return names
}

/** Ids of the pieces of a blob have the same length. Those of other content are others, so that two writers do not mix. */
async function stage(client: ContainerClient, name: string, index: number, piece: Buffer): Promise<string> {
  const md5 = createHash('md5').update(piece).digest()
  const id = Buffer.from(`${String(index).padStart(5, '0')}-${md5.toString('hex')}`).toString('base64')
  const options = { transactionalContentMD5: md5 }
  await client.getBlockBlobClient(name).stageBlock(id, piece, piece.length, options)
  return id
}

/** A name that is taken may be our own, from an attempt whose answer was lost. */
async function createOnce(
  client: ContainerClient,
  name: string,
  wanted: { readonly length: number; readonly md5: Buffer },
  create: () => Promise<unknown>,
): Promise<ArmAnswer<Creation>> {
  const made = await attempt(create)
  if (made.ok || made.error.status !== 409) return mapAnswer(made, () => answered('created'))
  const stored = await attempt(() => client.getBlobClient(name).getProperties())
  if (!stored.ok) return made
  const { contentLength, contentMD5 } = stored.value
  const isSame = contentLength === wanted.length && contentMD5 !== undefined && wanted.md5.equals(contentMD5)
  return answered(isSame ? 'same' : 'taken')
}
