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
import { rangeReader } from './range-reader.ts'

export type { BlobAddress } from './blob-address.ts'
export { azureBlobs, localBlobs } from './blob-address.ts'

/** A blob as a list shows it; also an archived one. */
export interface StoredBlob {
  readonly name: string
  /** Bytes. */
  readonly length: number
  readonly etag: string
  /** Of the content, in base64, where the service has one. */
  readonly md5?: string
  /** Absent for append blobs. */
  readonly tier?: string
  readonly isRehydrating: boolean
  /** ISO 8601; of the last append to an append blob. */
  readonly modified: string
  readonly metadata: Readonly<Record<string, string>>
}

/** What a blob is created with, for ever. */
export interface NewBlob {
  readonly tier: 'Hot' | 'Cool' | 'Cold' | 'Archive'
  readonly contentType: string
  readonly metadata: Readonly<Record<string, string>>
}

/** `same`: a blob of that name has this length and hash already, as after a lost answer; `taken`: it has others. */
export type Creation = 'created' | 'same' | 'taken'

/** The blobs of a container. Nothing here overwrites or changes one. */
export interface BlobStore {
  /** For messages: `account/container`. */
  readonly name: string
  /** In the order of their names. A container that does not exist is an error with the code `ContainerNotFound`. */
  list(prefix: string): Promise<ArmAnswer<readonly StoredBlob[]>>
  /** The different beginnings of names, below a prefix, up to and including the delimiter. */
  beginnings(prefix: string, delimiter: string): Promise<ArmAnswer<readonly string[]>>
  /** At most a piece. An archived blob is an error with the code `BlobArchived`. */
  read(name: string, from: number, length: number): Promise<ArmAnswer<Buffer>>
  /** Creates a blob of one piece; the service compares its hash. */
  create(name: string, content: Buffer, options: NewBlob): Promise<ArmAnswer<Creation>>
  /** Sends a piece of a blob that does not exist yet, and gives its id; the service compares its hash. */
  stage(name: string, index: number, piece: Buffer): Promise<ArmAnswer<string>>
  /** Creates a blob out of staged pieces; `whole` is what they are together. */
  commit(
    name: string,
    pieces: readonly string[],
    whole: Pick<StoredBlob, 'length'> & { readonly md5: Buffer },
    options: NewBlob,
  ): Promise<ArmAnswer<Creation>>
  /** Deletes a blob that has not changed since. */
  remove(blob: Pick<StoredBlob, 'name' | 'etag'>): Promise<ArmAnswer<void>>
}

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
