import { createHash } from 'node:crypto'
import { handClock } from '@tripline/testkit'
import { describe, expect, it } from 'vitest'
import { azureBlobs, type NewBlob, openBlobStore } from '../../src/blobs/open-blob-store.ts'
import { localCredential } from '../../src/index.ts'
import { emulatedAccount } from './emulated-account.ts'

const archived: NewBlob = { tier: 'Archive', contentType: 'application/gzip', metadata: { sha256: 'abc', rows: '3' } }
const cool: NewBlob = { ...archived, tier: 'Cool' }
const one = Buffer.from('one\n')
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest()
const ok = <T>(value: T) => ({ ok: true, value })
const failure = (status: number, code: string) => ({ ok: false, error: expect.objectContaining({ status, code }) })

describe('a new blob', () => {
  it('is created once, in its tier, with its metadata and hash', async () => {
    const { store } = await emulatedAccount()
    expect(await store.create('a', one, archived)).toEqual(ok('created'))
    expect(await store.list('')).toEqual(
      ok([
        {
          name: 'a',
          length: 4,
          etag: expect.any(String),
          md5: md5(one).toString('base64'),
          tier: 'Archive',
          isRehydrating: false,
          modified: '2026-03-02T10:00:00.000Z',
          metadata: archived.metadata,
        },
      ]),
    )
  })

  it('is the same or another where the name is taken, and the blob that is there stays', async () => {
    const { store } = await emulatedAccount()
    await store.create('a', one, cool)
    expect(await store.create('a', one, cool)).toEqual(ok('same'))
    expect(await store.create('a', Buffer.from('two\n'), cool)).toEqual(ok('taken'))
    expect(await store.read('a', 0, 4)).toEqual(ok(one))
  })

  it('is made of pieces, and does not exist before they are put together', async () => {
    const { store } = await emulatedAccount()
    const pieces = ['first ', 'second'].map(text => Buffer.from(text))
    const ids: string[] = []
    for (const [index, piece] of pieces.entries()) {
      const staged = await store.stage('a', index, piece)
      if (staged.ok) ids.push(staged.value)
    }
    expect(await store.list('')).toEqual(ok([]))
    const whole = { length: 12, md5: md5(Buffer.concat(pieces)) }
    expect(await store.commit('a', ids, whole, cool)).toEqual(ok('created'))
    expect(await store.read('a', 0, 12)).toEqual(ok(Buffer.concat(pieces)))
    expect(await store.commit('a', ids, whole, cool)).toEqual(ok('same'))
    expect(await store.commit('a', ids.toReversed(), { ...whole, length: 11 }, cool)).toEqual(ok('taken'))
  })

  it('is created although answers are lost', async () => {
    const { store, lose } = await emulatedAccount()
    const results: unknown[] = []
    for (const name of ['a', 'b', 'c', 'd']) {
      lose()
      results.push(await store.create(name, one, cool))
    }
    expect(results).toEqual(results.map(() => ok('same')))
  })
})

describe('a blob', () => {
  it('is read in ranges, byte by byte as it is', async () => {
    const { store } = await emulatedAccount()
    const bytes = Buffer.from([0, 255, 128, 10, 13])
    await store.create('a', bytes, cool)
    expect(await store.read('a', 1, 3)).toEqual(ok(bytes.subarray(1, 4)))
    expect(await store.read('a', 0, 0)).toEqual(ok(Buffer.alloc(0)))
    expect(await store.read('b', 0, 1)).toEqual(failure(404, 'BlobNotFound'))
  })

  it('is not read while it is archived', async () => {
    const { store, stock } = await emulatedAccount()
    await store.create('a', one, archived)
    expect(await store.read('a', 0, 4)).toEqual(failure(409, 'BlobArchived'))
    await stock.getBlobClient('a').setAccessTier('Hot')
    expect(await store.read('a', 0, 4)).toEqual(ok(one))
  })

  it('is deleted only as it was seen, and not under a policy', async () => {
    const { store, stock, arm } = await emulatedAccount()
    await stock.getAppendBlobClient('a').create()
    const seen = await store.list('')
    const [blob] = seen.ok ? seen.value : []
    await stock.getAppendBlobClient('a').appendBlock('x', 1)
    expect(await store.remove(blob!)).toEqual(failure(412, 'ConditionNotMet'))
    const now = await store.list('')
    await arm('PUT', '/blobServices/default/containers/vault/immutabilityPolicies/default', {
      properties: { immutabilityPeriodSinceCreationInDays: 1 },
    })
    expect(await store.remove((now.ok ? now.value : [])[0]!)).toEqual(failure(409, 'BlobImmutableDueToPolicy'))
  })
})

describe('a list', () => {
  it('is below a prefix; beginnings of names end with a delimiter', async () => {
    const { store } = await emulatedAccount()
    for (const name of ['w=a/y=1/x', 'w=a/y=2/x', 'w=b/y=1/x', 'z']) await store.create(name, one, cool)
    const listed = await store.list('w=a/')
    expect(listed.ok && listed.value.map(({ name }) => name)).toEqual(['w=a/y=1/x', 'w=a/y=2/x'])
    expect(await store.beginnings('w=', '/y=')).toEqual(ok(['w=a/y=', 'w=b/y=']))
  })

  it('of a container that does not exist is an error', async () => {
    const { stock, store } = await emulatedAccount()
    await stock.delete()
    expect(await store.list('')).toEqual(failure(404, 'ContainerNotFound'))
  })
})

it('an account that cannot be reached is an error without a status', async () => {
  const clock = handClock()
  const address = { ...azureBlobs('archive'), url: 'https://127.0.0.1:1' }
  const answer = await openBlobStore(address, 'vault', localCredential, clock).list('')
  expect(answer).toEqual({ ok: false, error: { code: 'ECONNREFUSED', message: expect.any(String) } })
  expect(azureBlobs('archive', 'AzureUSGovernment').url).toBe('https://archive.blob.core.usgovcloudapi.net')
})
