import { expect, test } from 'vitest'
import { local, queryPath, scheduledBody, send, workspace } from './local-call.ts'

const version = '?api-version=2025-02-01'
const other = workspace.replace('/local/', '/Other-Group/').replace(/local$/, 'Second')

test('a workspace exists when it is named at the start or was created', async () => {
  const { emulator } = await local({ workspaces: [workspace] })
  const missing = await send(emulator, 'GET', other + version)
  expect([missing.status, missing.body.error.code]).toEqual([404, 'ResourceNotFound'])
  expect((await send(emulator, 'GET', `${other}/tables${version}`)).status).toBe(404)
  expect((await send(emulator, 'PUT', other + version, { location: 'local' })).status).toBe(201)
  expect((await send(emulator, 'PUT', other + version, { location: 'local' })).status).toBe(200)
  expect((await send(emulator, 'GET', `${other}/tables${version}`)).status).toBe(200)
})

test('a workspace is the same however its id is spelled, and keeps the first spelling', async () => {
  const { emulator } = await local({ workspaces: [other] })
  const { body } = await send(
    emulator,
    'GET',
    other.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions') + version,
  )
  expect(body).toMatchObject({ id: other, name: 'Second' })
  const table = await send(emulator, 'GET', `${other.toLowerCase()}/tables/SigninLogs${version}`)
  expect(table.body).toMatchObject({ id: `${other}/tables/SigninLogs` })
})

test('workspaces share nothing but what the emulator was given', async () => {
  const { emulator, rule, savedSearch, table } = await local({ workspaces: [workspace, other] })
  const properties = { category: 'f', displayName: 'f', query: 'print 1', functionAlias: 'Here' }
  await savedSearch('PUT', 'f', { properties })
  expect((await rule('PUT', 'r', scheduledBody({ query: 'Here' }))).status).toBe(201)
  await table('PATCH', 'SigninLogs', { retentionInDays: 90 })

  const list = await send(
    emulator,
    'GET',
    `${other}/providers/Microsoft.SecurityInsights/alertRules?api-version=2025-09-01`,
  )
  expect(list.body.value).toEqual([])
  const signins = await send(emulator, 'GET', `${other}/tables/SigninLogs${version}`)
  expect(signins.body.properties.retentionInDays).toBe(30)
  expect((await send(emulator, 'POST', await queryPath(emulator), { query: 'Here' })).status).toBe(200)
  expect((await send(emulator, 'POST', await queryPath(emulator, other), { query: 'Here' })).status).toBe(400)
})

test('the query service knows workspaces by their own ids only', async () => {
  const { emulator } = await local({ workspaces: [workspace, other] })
  expect(await queryPath(emulator)).not.toBe(await queryPath(emulator, other))
  const path = '/v1/workspaces/00000000-0000-4000-8000-000000000000/query'
  expect((await send(emulator, 'POST', path, { query: 'print 1' })).status).toBe(404)
})

test('retention of a workspace holds for the tables that have none of their own', async () => {
  const { emulator, table } = await local()
  await table('PATCH', 'AuditLogs', { retentionInDays: 60 })
  const patched = await send(emulator, 'PATCH', workspace + version, { properties: { retentionInDays: 90 } })
  expect([patched.status, patched.body.properties.retentionInDays]).toEqual([200, 90])
  expect((await table('GET', 'SigninLogs')).body.properties.retentionInDays).toBe(90)
  expect((await table('GET', 'AuditLogs')).body.properties.retentionInDays).toBe(60)
})

test.each([
  [{ retentionInDays: 29 }],
  [{ retentionInDays: 731 }],
  [{ retentionInDays: '90' }],
  [{ sku: { name: 'Gratis' } }],
  [{ nonsense: 1 }],
])('a workspace is not changed to %j', async properties => {
  const { emulator } = await local()
  expect((await send(emulator, 'PATCH', workspace + version, { properties })).status).toBe(400)
})
