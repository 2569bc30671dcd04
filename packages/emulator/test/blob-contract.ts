import { createHash, randomUUID } from 'node:crypto'
import type { BlobServiceClient, ContainerClient } from '@azure/storage-blob'
import { describe, expect, test } from 'vitest'

export const put = (blobs: ContainerClient, name: string, text = 'one\n', options = {}) =>
  blobs.getBlockBlobClient(name).upload(text, Buffer.byteLength(text), options)
export const read = async (blobs: ContainerClient, name: string) =>
  (await blobs.getBlobClient(name).downloadToBuffer()).toString()
export const once = { conditions: { ifNoneMatch: '*' } }
const md5 = (text: string) => createHash('md5').update(text).digest()

const refused = (status: number, code: string) => expect.objectContaining({ statusCode: status, code })
export const refusal = async (work: Promise<unknown>) => {
  const { statusCode, code } = await work.then(
    () => ({ statusCode: 0, code: 'done' }),
    error => error,
  )
  return `${statusCode} ${code}`
}

/** What an archive relies on of blobs, whoever keeps them. `service` opens an account, with containers that are new to a test. */
export function blobContract(service: () => Promise<BlobServiceClient>): void {
  /** A new container. */
  async function open(): Promise<ContainerClient> {
    const container = (await service()).getContainerClient(`contract-${randomUUID()}`)
    await container.createIfNotExists()
    return container
  }

  describe('a block blob', () => {
    test('is created once, with metadata, hash and tier', async () => {
      const blobs = await open()
      const options = { ...once, metadata: { sha256: 'abc', rows: '3' }, tier: 'Cool' }
      await put(blobs, 'SigninLogs/2026/03/01/part-0001.jsonl.gz', 'one\n', options)
      await expect(put(blobs, 'SigninLogs/2026/03/01/part-0001.jsonl.gz', 'two\n', once)).rejects.toEqual(
        refused(409, 'BlobAlreadyExists'),
      )
      const blob = blobs.getBlobClient('SigninLogs/2026/03/01/part-0001.jsonl.gz')
      expect(await blob.getProperties()).toMatchObject({
        contentLength: 4,
        accessTier: 'Cool',
        blobType: 'BlockBlob',
        metadata: { sha256: 'abc', rows: '3' },
      })
      expect(Buffer.from((await blob.getProperties()).contentMD5!)).toEqual(md5('one\n'))
      expect(await read(blobs, blob.name)).toBe('one\n')
    })

    test('is refused with another hash, whichever header says it', async () => {
      const blobs = await open()
      const options = { blobHTTPHeaders: { blobContentMD5: md5('two\n') } }
      expect(await refusal(put(blobs, 'a', 'one\n', options))).toMatch(/^400 /)
      expect(await refusal(put(blobs, 'a', 'two\n', options))).toBe('0 done')
    })

    test('is made of blocks, in the order of their list; the hash of the whole is taken as it is given', async () => {
      const blobs = await open()
      const blob = blobs.getBlockBlobClient('parts')
      const ids = ['b', 'a'].map(text => Buffer.from(text).toString('base64'))
      await blob.stageBlock(ids[0]!, 'first ', 6)
      await blob.stageBlock(ids[1]!, 'second', 6)
      expect(await refusal(blob.getProperties())).toMatch(/^404 /)
      expect(await refusal(blob.commitBlockList([...ids, 'bm9uZQ==']))).toBe('400 InvalidBlockList')
      const hash = { blobContentMD5: md5('anything') }
      await blob.commitBlockList(ids, { metadata: { rows: '2' }, tier: 'Archive', blobHTTPHeaders: hash })
      const properties = await blob.getProperties()
      expect(properties).toMatchObject({ contentLength: 12, accessTier: 'Archive', metadata: { rows: '2' } })
      expect(Buffer.from(properties.contentMD5!)).toEqual(hash.blobContentMD5)
    })

    test('is read in ranges', async () => {
      const blobs = await open()
      await put(blobs, 'a', '0123456789')
      expect((await blobs.getBlobClient('a').downloadToBuffer(3, 4)).toString()).toBe('3456')
    })

    test('is overwritten, described and deleted where no policy forbids it', async () => {
      const blobs = await open()
      await put(blobs, 'a')
      const { etag } = await put(blobs, 'a', 'two\n')
      expect(await read(blobs, 'a')).toBe('two\n')
      const blob = blobs.getBlobClient('a')
      await blob.setMetadata({ b: 'c' })
      expect(await refusal(blob.setMetadata({}, { conditions: { ifMatch: etag! } }))).toBe('412 ConditionNotMet')
      await blob.setHTTPHeaders({ blobContentType: 'text/plain' })
      expect(await blob.getProperties()).toMatchObject({ metadata: { b: 'c' }, contentType: 'text/plain' })
      await blob.delete()
      expect(await refusal(blob.delete())).toBe('404 BlobNotFound')
    })
  })

  describe('an archived blob', () => {
    test('tells its properties, and cannot be read or overwritten', async () => {
      const blobs = await open()
      await put(blobs, 'a', 'one\n', { tier: 'Archive' })
      const blob = blobs.getBlobClient('a')
      expect(await refusal(read(blobs, 'a'))).toBe('409 BlobArchived')
      expect(await refusal(put(blobs, 'a', 'two\n'))).toBe('409 BlobArchived')
      expect(await blob.getProperties()).toMatchObject({ contentLength: 4, accessTier: 'Archive' })
    })
  })

  describe('an append blob', () => {
    test('grows at its end, and knows where that is', async () => {
      const blobs = await open()
      const blob = blobs.getAppendBlobClient('log')
      expect(await refusal(blob.appendBlock('a', 1))).toBe('404 BlobNotFound')
      await blob.create()
      await blob.appendBlock('one\n', 4)
      const { blobAppendOffset } = await blob.appendBlock('two\n', 4, { conditions: { appendPosition: 4 } })
      expect(blobAppendOffset).toBe('4')
      expect(await refusal(blob.appendBlock('x', 1, { conditions: { appendPosition: 4 } }))).toBe(
        '412 AppendPositionConditionNotMet',
      )
      expect(await read(blobs, 'log')).toBe('one\ntwo\n')
      expect(await blob.getProperties()).toMatchObject({ blobType: 'AppendBlob', blobCommittedBlockCount: 2 })
      await put(blobs, 'block')
      expect(await refusal(blobs.getAppendBlobClient('block').appendBlock('x', 1))).toBe('409 InvalidBlobType')
    })

    test('has no tier', async () => {
      const blobs = await open()
      await blobs.getAppendBlobClient('log').create()
      expect(await refusal(blobs.getBlobClient('log').setAccessTier('Cool'))).toBe(
        '400 AccessTierNotSupportedForBlobType',
      )
    })
  })

  describe('a list', () => {
    const names = ['a/1', 'a/2', 'b', 'c&d/<e>', 'z']

    test('is in the order of names, below a prefix, in pages, with metadata when asked', async () => {
      const blobs = await open()
      for (const name of names.toReversed()) await put(blobs, name, name, { metadata: { n: '1' }, tier: 'Archive' })
      const pages: string[][] = []
      for await (const { segment } of blobs.listBlobsFlat().byPage({ maxPageSize: 2 })) {
        pages.push(segment.blobItems.map(({ name }) => name))
      }
      expect(pages).toEqual([['a/1', 'a/2'], ['b', 'c&d/<e>'], ['z']])
      for await (const item of blobs.listBlobsFlat({ prefix: 'z', includeMetadata: true })) {
        expect(item).toMatchObject({
          name: 'z',
          metadata: { n: '1' },
          properties: { contentLength: 1, accessTier: 'Archive', blobType: 'BlockBlob' },
        })
        expect(Buffer.from(item.properties.contentMD5!)).toEqual(md5('z'))
      }
    })

    test('goes folder by folder', async () => {
      const blobs = await open()
      for (const name of names) await put(blobs, name)
      const found: string[] = []
      for await (const item of blobs.listBlobsByHierarchy('/')) found.push(`${item.kind} ${item.name}`)
      expect(found.sort()).toEqual(['blob b', 'blob z', 'prefix a/', 'prefix c&d/'])
    })
  })

  describe('a container', () => {
    test('is created once, listed and deleted', async () => {
      const client = await service()
      await client.createContainer('am-signinlogs')
      expect(await refusal(client.createContainer('am-signinlogs'))).toBe('409 ContainerAlreadyExists')
      expect(await refusal(client.createContainer('am_signinlogs'))).toBe('400 InvalidResourceName')
      const found: string[] = []
      for await (const { name } of client.listContainers()) found.push(name)
      expect(found).toContain('am-signinlogs')
      await client.deleteContainer('am-signinlogs')
      expect(await refusal(client.getContainerClient('am-signinlogs').getProperties())).toMatch(/^404 /)
      expect(await refusal(put(client.getContainerClient('am-signinlogs'), 'a'))).toBe('404 ContainerNotFound')
    })
  })
}
