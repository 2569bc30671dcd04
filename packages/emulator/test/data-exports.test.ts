import { expect, test } from 'vitest'
import { accountBody, accountId, local } from './local-call.ts'

const body = (tableNames: readonly string[], account = 'landing', enable?: boolean) => ({
  properties: { tableNames, destination: { resourceId: accountId(account) }, ...(enable !== undefined && { enable }) },
})

/** An emulator with storage accounts. */
async function withAccounts(...names: readonly string[]) {
  const workspace = await local()
  for (const name of names) await workspace.storage('PUT', name, '', accountBody())
  return workspace
}

test('a data export is created, replaced as a whole, listed and deleted', async () => {
  const { dataExport } = await withAccounts('landing')
  const created = await dataExport('PUT', 'tripline-landing', body(['SigninLogs', 'AuditLogs']))
  expect([created.status, created.body.properties]).toMatchObject([
    201,
    { tableNames: ['SigninLogs', 'AuditLogs'], enable: true, destination: { type: 'StorageAccount' } },
  ])
  expect(created.body).not.toHaveProperty('etag')
  expect((await dataExport('PUT', 'tripline-landing', body(['AuditLogs']))).status).toBe(200)
  const { body: listed } = await dataExport('GET', '')
  expect(listed.value).toMatchObject([{ name: 'tripline-landing', properties: { tableNames: ['AuditLogs'] } }])
  expect((await dataExport('DELETE', 'tripline-landing')).status).toBe(200)
  expect((await dataExport('DELETE', 'tripline-landing')).status).toBe(404)
})

test('a table that export does not support is accepted', async () => {
  const { dataExport } = await withAccounts('landing')
  expect((await dataExport('PUT', 'landing', body(['AzureDiagnostics']))).status).toBe(201)
})

test('an account is the destination of one data export', async () => {
  const { dataExport } = await withAccounts('landing', 'other')
  await dataExport('PUT', 'first', body(['SigninLogs']))
  expect((await dataExport('PUT', 'second', body(['AuditLogs']))).status).toBe(400)
  expect((await dataExport('PUT', 'second', body(['AuditLogs'], 'other'))).status).toBe(201)
})

test('ten data exports are enabled at most; disabled ones do not count', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `account${index}`)
  const { dataExport } = await withAccounts(...names)
  for (const name of names.slice(0, 10))
    expect((await dataExport('PUT', name, body(['SigninLogs'], name))).status).toBe(201)
  const eleventh = await dataExport('PUT', names[10]!, body(['SigninLogs'], names[10]))
  expect([eleventh.status, eleventh.body.error.message]).toEqual([400, expect.stringContaining('the limit')])
  expect((await dataExport('PUT', names[10]!, body(['SigninLogs'], names[10], false))).status).toBe(201)
  expect((await dataExport('PUT', names[11]!, body(['SigninLogs'], names[11], false))).status).toBe(201)
})

test.each([
  ['a table that does not exist', 'landing', body(['Nowhere_CL'])],
  ['no tables', 'landing', body([])],
  ['an account that does not exist', 'landing', body(['SigninLogs'], 'nowhere')],
  ['no destination', 'landing', { properties: { tableNames: ['SigninLogs'] } }],
  ['a Premium account', 'landing', body(['SigninLogs'], 'premium')],
  ['an account of another region', 'landing', body(['SigninLogs'], 'distant')],
  ['a name of three characters', 'abc', body(['SigninLogs'])],
  ['a name with an underscore', 'land_ing', body(['SigninLogs'])],
  ['a name that ends with a hyphen', 'landing-', body(['SigninLogs'])],
])('a data export is refused with %s', async (_, name, wrong) => {
  const { dataExport, storage } = await withAccounts('landing')
  await storage('PUT', 'premium', '', accountBody({ kind: 'BlockBlobStorage', sku: { name: 'Premium_LRS' } }))
  await storage('PUT', 'distant', '', accountBody({ location: 'westeurope' }))
  expect((await dataExport('PUT', name, wrong)).status).toBe(400)
})
