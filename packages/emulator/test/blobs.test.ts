import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { named } from '@tripline/files'
import { describe, expect, test } from 'vitest'
import { blobClient } from './blob-client.ts'
import { blobContract, once, put, read, refusal } from './blob-contract.ts'
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

blobContract(async () => blobClient(await vault(), 'archive'))

// Azurite answers these differently: InvalidOperation, and no error.
test('another hash and a range past the end are refused in the words of the service', async () => {
  const { blobs } = await vault()
  const hash = createHash('md5').update('two\n').digest()
  expect(await refusal(put(blobs, 'a', 'one\n', { blobHTTPHeaders: { blobContentMD5: hash } }))).toBe('400 Md5Mismatch')
  await put(blobs, 'a', '0123456789')
  expect(await refusal(blobs.getBlobClient('a').downloadToBuffer(10, 1))).toBe('416 InvalidRange')
})

test('a blob is as old as the emulator says', async () => {
  const { blobs } = await vault()
  await put(blobs, 'a')
  expect((await blobs.getBlobClient('a').getProperties()).createdOn).toEqual(new Date('2026-03-02T10:00:00Z'))
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

describe('the endpoint', () => {
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
