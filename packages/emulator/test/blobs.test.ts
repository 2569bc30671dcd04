import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContainerClient } from '@azure/storage-blob'
import { named } from '@tripline/files'
import { describe, expect, test } from 'vitest'
import { blobClient } from './blob-client.ts'
import { accountBody, local, send } from './local-call.ts'

const container = '/blobServices/default/containers/vault'
const policyPath = `${container}/immutabilityPolicies/default`

async function vault(options: Parameters<typeof local>[0] = {}, account = accountBody()) {
  const workspace = await local(options)
  await workspace.storage('PUT', 'archive', '', account)
  await workspace.storage('PUT', 'archive', container, {})
  const blobs = blobClient(workspace, 'archive').getContainerClient('vault')
  const protect = async (days: number, more: object = {}) =>
    workspace.storage('PUT', 'archive', policyPath, {
      properties: { immutabilityPeriodSinceCreationInDays: days, ...more },
    })
  return { ...workspace, blobs, protect }
}

const put = (blobs: ContainerClient, name: string, text = 'one\n', options = {}) =>
  blobs.getBlockBlobClient(name).upload(text, Buffer.byteLength(text), options)
const read = async (blobs: ContainerClient, name: string) =>
  (await blobs.getBlobClient(name).downloadToBuffer()).toString()
const once = { conditions: { ifNoneMatch: '*' } }
const md5 = (text: string) => createHash('md5').update(text).digest()

const refused = (status: number, code: string) => expect.objectContaining({ statusCode: status, code })
const refusal = async (work: Promise<unknown>) => {
  const { statusCode, code } = await work.then(
    () => ({ statusCode: 0, code: 'done' }),
    error => error,
  )
  return `${statusCode} ${code}`
}

describe('a block blob', () => {
  test('is created once, with metadata, hash and tier', async () => {
    const { blobs } = await vault()
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
      createdOn: new Date('2026-03-02T10:00:00Z'),
    })
    expect(Buffer.from((await blob.getProperties()).contentMD5!)).toEqual(md5('one\n'))
    expect(await read(blobs, blob.name)).toBe('one\n')
  })

  test('is refused with another hash, whichever header says it', async () => {
    const { blobs } = await vault()
    const options = { blobHTTPHeaders: { blobContentMD5: md5('two\n') } }
    expect(await refusal(put(blobs, 'a', 'one\n', options))).toBe('400 Md5Mismatch')
    expect(await refusal(put(blobs, 'a', 'two\n', options))).toBe('0 done')
  })

  test('is made of blocks, in the order of their list; the hash of the whole is taken as it is given', async () => {
    const { blobs } = await vault()
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
    const { blobs } = await vault()
    await put(blobs, 'a', '0123456789')
    expect((await blobs.getBlobClient('a').downloadToBuffer(3, 4)).toString()).toBe('3456')
    expect(await refusal(blobs.getBlobClient('a').downloadToBuffer(10, 1))).toBe('416 InvalidRange')
  })

  test('is overwritten, described and deleted where no policy forbids it', async () => {
    const { blobs } = await vault()
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
  test('tells its properties, and is read once it is rehydrated', async () => {
    const { blobs, pass } = await vault({ operationSeconds: 3600 })
    await put(blobs, 'a', 'one\n', { tier: 'Archive' })
    const blob = blobs.getBlobClient('a')
    expect(await refusal(read(blobs, 'a'))).toBe('409 BlobArchived')
    expect(await refusal(put(blobs, 'a', 'two\n'))).toBe('409 BlobArchived')
    expect(await blob.getProperties()).toMatchObject({ contentLength: 4, accessTier: 'Archive' })
    await blob.setAccessTier('Hot', { rehydratePriority: 'High' })
    expect(await blob.getProperties()).toMatchObject({
      accessTier: 'Archive',
      archiveStatus: 'rehydrate-pending-to-hot',
    })
    expect(await refusal(blob.setAccessTier('Cool'))).toBe('409 BlobBeingRehydrated')
    expect(await refusal(read(blobs, 'a'))).toBe('409 BlobArchived')
    pass(1)
    expect(await read(blobs, 'a')).toBe('one\n')
    expect(await blob.getProperties()).toMatchObject({ accessTier: 'Hot' })
  })

  test('is not there where the redundancy of the account has no such tier', async () => {
    const { emulator, blobs } = await vault({}, accountBody({ sku: { name: 'Standard_ZRS' } }))
    expect(await refusal(put(blobs, 'a', 'one\n', { tier: 'Archive' }))).toBe(
      '409 BlobAccessTierNotSupportedForAccountType',
    )
    await put(blobs, 'a')
    const headers = { Authorization: 'Bearer any', 'x-ms-access-tier': 'Icy' }
    expect((await send(emulator, 'PUT', '/archive/vault/a?comp=tier', undefined, headers)).status).toBe(400)
  })
})

describe('an append blob', () => {
  test('grows at its end, and knows where that is', async () => {
    const { blobs } = await vault()
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
    const { blobs } = await vault()
    await blobs.getAppendBlobClient('log').create()
    expect(await refusal(blobs.getBlobClient('log').setAccessTier('Cool'))).toBe(
      '400 AccessTierNotSupportedForBlobType',
    )
  })
})

describe('under an immutability policy', () => {
  const frozen = '409 BlobImmutableDueToPolicy'

  test.each([false, true])('nothing changes, only new names and tiers are taken (locked: %s)', async locked => {
    const { blobs, protect, storage } = await vault()
    await put(blobs, 'a')
    await blobs.getAppendBlobClient('log').create()
    const { etag } = (await protect(30)).body
    if (locked) await storage('POST', 'archive', `${policyPath}/lock`, undefined, etag)
    const blob = blobs.getBlobClient('a')
    expect(await refusal(put(blobs, 'a', 'two\n'))).toBe(frozen)
    expect(await refusal(blobs.getBlockBlobClient('a').commitBlockList([]))).toBe(frozen)
    expect(await refusal(blob.setMetadata({ b: 'c' }))).toBe(frozen)
    expect(await refusal(blob.setHTTPHeaders({}))).toBe(frozen)
    expect(await refusal(blob.delete())).toBe(frozen)
    expect(await refusal(blobs.getAppendBlobClient('log').appendBlock('x', 1))).toBe(frozen)
    await put(blobs, 'b', 'two\n', once)
    await blob.setAccessTier('Archive')
    expect(await refusal(blobs.delete())).toMatch(/^409 /)
    expect((await storage('DELETE', 'archive', container)).status).toBe(409)
  })

  test('a block blob can be deleted so many days after its creation, and never be overwritten', async () => {
    const { blobs, protect, pass } = await vault()
    await put(blobs, 'a')
    await protect(30)
    pass(30 * 24 - 1)
    expect(await refusal(blobs.getBlobClient('a').delete())).toBe(frozen)
    pass(1)
    expect(await refusal(put(blobs, 'a', 'two\n'))).toBe(frozen)
    await blobs.getBlobClient('a').delete()
  })

  test('protected appends go on, and the days count from the last of them', async () => {
    const { blobs, protect, pass } = await vault()
    const log = blobs.getAppendBlobClient('log')
    await log.create()
    await protect(30, { allowProtectedAppendWrites: true })
    pass(29 * 24)
    await log.appendBlock('one\n', 4)
    pass(29 * 24)
    expect(await refusal(log.delete())).toBe(frozen)
    pass(24)
    await log.delete()
  })
})

describe('a list', () => {
  const names = ['a/1', 'a/2', 'b', 'c&d/<e>', 'z']

  test('is in the order of names, below a prefix, in pages, with metadata when asked', async () => {
    const { blobs } = await vault()
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
    const { blobs } = await vault()
    for (const name of names) await put(blobs, name)
    const found: string[] = []
    for await (const item of blobs.listBlobsByHierarchy('/')) found.push(`${item.kind} ${item.name}`)
    expect(found.sort()).toEqual(['blob b', 'blob z', 'prefix a/', 'prefix c&d/'])
  })
})

describe('the endpoint', () => {
  test('creates, lists and deletes containers', async () => {
    const workspace = await vault()
    const client = blobClient(workspace, 'archive')
    await client.createContainer('am-signinlogs')
    expect(await refusal(client.createContainer('am-signinlogs'))).toBe('409 ContainerAlreadyExists')
    expect(await refusal(client.createContainer('am_signinlogs'))).toBe('400 InvalidResourceName')
    const found: string[] = []
    for await (const { name } of client.listContainers()) found.push(name)
    expect(found).toEqual(['vault', 'am-signinlogs'])
    await client.deleteContainer('am-signinlogs')
    expect(await refusal(client.getContainerClient('am-signinlogs').getProperties())).toMatch(/^404 /)
    expect(await refusal(put(client.getContainerClient('am-signinlogs'), 'a'))).toBe('404 ContainerNotFound')
  })

  test('refuses what it does not do, and needs a token', async () => {
    const { emulator, blobs } = await vault()
    await put(blobs, 'a')
    expect(await refusal(blobs.getBlobClient('a').createSnapshot())).toBe('501 NotImplemented')
    const copy = blobs.getBlockBlobClient('b').syncUploadFromURL(blobs.getBlobClient('a').url)
    expect(await refusal(copy)).toBe('501 NotImplemented')
    expect((await send(emulator, 'GET', '/archive/vault/a', undefined, {})).status).toBe(401)
  })

  test('keeps blobs for the next run', async () => {
    const stateDir = named(mkdtempSync(join(tmpdir(), 'tripline-blobs-')))
    const first = await vault({ stateDir })
    await put(first.blobs, 'a', 'one\n', { metadata: { rows: '1' } })
    await first.blobs.getAppendBlobClient('log').create()
    await first.blobs.getAppendBlobClient('log').appendBlock('two\n', 4)
    await first.protect(30)
    await first.emulator.close()
    const second = await local({ stateDir })
    const blobs = blobClient(second, 'archive').getContainerClient('vault')
    expect([await read(blobs, 'a'), await read(blobs, 'log')]).toEqual(['one\n', 'two\n'])
    expect(await refusal(blobs.getBlobClient('a').delete())).toBe('409 BlobImmutableDueToPolicy')
  })
})
