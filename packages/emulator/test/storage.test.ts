import { describe, expect, test } from 'vitest'
import { accountBody, local } from './local-call.ts'

const container = '/blobServices/default/containers/vault'
const policy = `${container}/immutabilityPolicies/default`
const days = (immutabilityPeriodSinceCreationInDays: number, more: object = {}) => ({
  properties: { immutabilityPeriodSinceCreationInDays, ...more },
})

/** An emulator with the account `archive` and its container `vault`. */
async function vault(options: Parameters<typeof local>[0] = {}) {
  const workspace = await local(options)
  await workspace.storage('PUT', 'archive', '', accountBody())
  await workspace.storage('PUT', 'archive', container, {})
  const call = (method: string, rest: string, body?: unknown, ifMatch?: string) =>
    workspace.storage(method, 'archive', rest, body, ifMatch)
  return { ...workspace, call }
}

describe('a storage account', () => {
  test('says what an archive depends on', async () => {
    const { emulator, call } = await vault()
    expect((await call('GET', '')).body).toMatchObject({
      name: 'archive',
      location: 'local',
      kind: 'StorageV2',
      sku: { name: 'Standard_GRS', tier: 'Standard' },
      properties: { primaryEndpoints: { blob: `${emulator.url}/archive/` } },
    })
  })

  test('has a name that nobody else has, of lower-case letters and digits', async () => {
    const { storage } = await vault()
    expect((await storage('GET', 'other', '')).status).toBe(404)
    expect((await storage('GET', 'other', container)).status).toBe(404)
    expect((await storage('PUT', 'My-Archive', '', accountBody())).status).toBe(400)
    expect((await storage('PUT', 'ab', '', accountBody())).status).toBe(400)
    expect((await storage('PUT', 'other', '', accountBody({ sku: { name: 'Cheap' } }))).status).toBe(400)
  })
})

describe('a container', () => {
  test('is created, changed, listed in pages and deleted', async () => {
    const { call } = await vault({ pageSize: 1 })
    expect((await call('PUT', container, {})).status).toBe(200)
    expect((await call('PUT', container.replace('vault', 'second'), {})).status).toBe(201)
    const patched = await call('PATCH', container, { properties: { metadata: { a: 'b' } } })
    expect(patched.body.properties).toMatchObject({ metadata: { a: 'b' }, hasImmutabilityPolicy: false })
    const { body } = await call('GET', '/blobServices/default/containers')
    expect([body.value.map(({ name }) => name), body.nextLink]).toEqual([
      ['vault'],
      expect.stringContaining('skipToken'),
    ])
    expect((await call('DELETE', container)).status).toBe(200)
    expect((await call('DELETE', container)).status).toBe(204)
    expect((await call('GET', container)).status).toBe(404)
    expect((await call('PATCH', container, {})).status).toBe(404)
    expect((await call('GET', policy)).status).toBe(404)
  })

  test.each(['ab', 'Vault', 'va--ult', '-vault', 'vault-', 'va_ult', 'v'.repeat(64)])('is not named %j', async name => {
    const { call } = await vault()
    expect((await call('PUT', container.replace('vault', name), {})).status).toBe(400)
  })
})

describe('an immutability policy', () => {
  test('is replaced and deleted while it is unlocked', async () => {
    const { call } = await vault()
    const created = await call('PUT', policy, days(30, { allowProtectedAppendWrites: true }))
    expect(created.headers.etag).toBe(created.body.etag)
    expect(created.body.properties).toEqual({
      immutabilityPeriodSinceCreationInDays: 30,
      state: 'Unlocked',
      allowProtectedAppendWrites: true,
    })
    expect((await call('PUT', policy, days(40), '"other"')).status).toBe(412)
    const replaced = await call('PUT', policy, days(40), created.body.etag)
    expect(replaced.body.properties).toEqual({ immutabilityPeriodSinceCreationInDays: 40, state: 'Unlocked' })
    expect((await call('PUT', policy, days(50))).status).toBe(200)
    expect((await call('DELETE', policy)).status).toBe(400)
    expect((await call('DELETE', policy, undefined, created.body.etag)).status).toBe(412)
    const { etag } = (await call('GET', policy)).body
    const deleted = await call('DELETE', policy, undefined, etag)
    expect([deleted.status, deleted.body.properties]).toEqual([
      200,
      { immutabilityPeriodSinceCreationInDays: 0, state: 'Unlocked' },
    ])
    expect((await call('GET', policy)).status).toBe(404)
  })

  test('is locked for ever', async () => {
    const { call } = await vault()
    expect((await call('POST', `${policy}/lock`, undefined, '"any"')).status).toBe(404)
    const { etag } = (await call('PUT', policy, days(2192))).body
    expect((await call('POST', `${policy}/lock`)).status).toBe(400)
    expect((await call('POST', `${policy}/lock`, undefined, '"other"')).status).toBe(412)
    const locked = await call('POST', `${policy}/lock`, undefined, etag)
    expect(locked.body.properties.state).toBe('Locked')
    const now = locked.body.etag
    expect(now).not.toBe(etag)
    expect((await call('POST', `${policy}/lock`, undefined, now)).status).toBe(409)
    expect((await call('PUT', policy, days(2192), now)).status).toBe(409)
    expect((await call('DELETE', policy, undefined, now)).status).toBe(409)
    expect((await call('GET', container)).body.properties).toMatchObject({
      hasImmutabilityPolicy: true,
      immutabilityPolicy: {
        properties: { state: 'Locked' },
        updateHistory: [{ update: 'put' }, { update: 'lock' }],
      },
    })
  })

  test('is extended five times once it is locked, never shortened, and keeps whether appends are allowed', async () => {
    const { call } = await vault()
    let { etag } = (await call('PUT', policy, days(10, { allowProtectedAppendWrites: true }))).body
    const extend = (body: unknown) => call('POST', `${policy}/extend`, body, etag)
    expect((await extend(days(11))).status).toBe(400)
    etag = (await call('POST', `${policy}/lock`, undefined, etag)).body.etag
    expect((await extend(days(10))).status).toBe(400)
    expect((await extend(days(9))).status).toBe(400)
    expect((await extend(days(20, { allowProtectedAppendWritesAll: true }))).status).toBe(400)
    expect((await call('POST', `${policy}/extend`, days(20))).status).toBe(400)
    for (let count = 1; count <= 5; count++) {
      const extended = await extend(days(10 + count))
      expect(extended.body.properties).toEqual({
        immutabilityPeriodSinceCreationInDays: 10 + count,
        state: 'Locked',
        allowProtectedAppendWrites: true,
      })
      etag = extended.body.etag
    }
    expect((await extend(days(100))).status).toBe(400)
  })

  test.each([
    days(0),
    days(146_001),
    days(1.5),
    days(30, { allowProtectedAppendWrites: true, allowProtectedAppendWritesAll: true }),
    { properties: {} },
  ])('is refused as %j', async wrong => {
    const { call } = await vault()
    expect((await call('PUT', policy, wrong)).status).toBe(400)
  })
})

describe('a lifecycle', () => {
  const path = '/managementPolicies/default'
  const rule = (name: string, blobTypes: readonly string[], baseBlob: object) => ({
    name,
    enabled: true,
    type: 'Lifecycle',
    definition: { filters: { blobTypes, prefixMatch: ['vault/'] }, actions: { baseBlob } },
  })
  const archived = { tierToArchive: { daysAfterModificationGreaterThan: 1 } }
  const deleted = { delete: { daysAfterModificationGreaterThan: 2192 } }
  const document = (...rules: readonly unknown[]) => ({ properties: { policy: { rules } } })

  test('is replaced as a whole', async () => {
    const { call } = await vault()
    expect((await call('GET', path)).status).toBe(404)
    await call('PUT', path, document(rule('a', ['blockBlob'], archived)))
    await call('PUT', path, document(rule('b', ['appendBlob'], deleted)))
    const { body } = await call('GET', path)
    expect(body.properties.policy).toEqual({ rules: [rule('b', ['appendBlob'], deleted)] })
    expect((await call('DELETE', path)).status).toBe(200)
    expect((await call('DELETE', path)).status).toBe(204)
  })

  test.each([
    ['a tier for append blobs', document(rule('a', ['appendBlob'], archived))],
    ['no rules', document()],
    ['101 rules', document(...Array.from({ length: 101 }, (_, index) => rule(`r${index}`, ['blockBlob'], deleted)))],
    ['a name with a space', document(rule('a b', ['blockBlob'], deleted))],
    ['a kind of blob that does not exist', document(rule('a', ['pageblob'], deleted))],
    ['an unknown action', document(rule('a', ['blockBlob'], { tierToIce: {} }))],
  ])('is refused with %s', async (_, wrong) => {
    const { call } = await vault()
    expect((await call('PUT', path, wrong)).status).toBe(400)
  })
})
