import { expect, test } from 'vitest'
import { type Local, local, scheduledBody, send } from './local-call.ts'

const properties = { displayName: 'Hosts', provider: 'pack', itemsSearchKey: 'Host', sourceType: 'Local' }
const hosts = (rawContent: string, more: object = {}) => ({ properties: { ...properties, rawContent, ...more } })
const twoHosts = 'Host,Owner\na,Ann\n"b ""x""","Bo,b"\n'

const rows = async ({ query }: Local) =>
  (await query("_GetWatchlist('Hosts') | project Host, Owner, SearchKey | sort by Host asc")).body.tables?.[0]?.rows
const state = async ({ watchlist }: Local) => (await watchlist('GET', 'Hosts')).body.properties.provisioningState

test('an upload takes a while; then queries and rules see the rows', async () => {
  const workspace = await local({ operationSeconds: 60 })
  const { emulator, watchlist, watchlistItem, rule, query, pass } = workspace
  const created = await watchlist('PUT', 'Hosts', hosts(twoHosts))
  expect([created.status, created.body.properties.provisioningState]).toEqual([201, 'InProgress'])
  expect(created.body.properties).not.toHaveProperty('rawContent')
  expect((await query("_GetWatchlist('Hosts')")).body.tables?.[0]?.rows).toEqual([])
  pass(1)
  const { body } = await send(emulator, 'GET', String(created.headers['azure-asyncoperation']))
  expect([body.status, await state(workspace)]).toEqual(['Succeeded', 'Succeeded'])
  expect(await rows(workspace)).toEqual([
    ['a', 'Ann', 'a'],
    ['b "x"', 'Bo,b', 'b "x"'],
  ])
  expect((await watchlistItem('GET', 'Hosts', '')).body.value).toHaveLength(2)
  expect((await rule('PUT', 'r', scheduledBody({ query: "_GetWatchlist('Hosts') | project Owner" }))).status).toBe(201)
})

test('a PUT only adds rows, also those that are there', async () => {
  const workspace = await local()
  await workspace.watchlist('PUT', 'Hosts', hosts('Host,Owner\na,Ann\n'))
  const added = await workspace.watchlist('PUT', 'Hosts', hosts('Host,Owner\na,Ann\nc,Cy\n'))
  expect(added.status).toBe(200)
  expect((await rows(workspace))?.map(([host]) => host)).toEqual(['a', 'a', 'c'])
})

test('a PUT without content changes the watchlist and keeps its rows', async () => {
  const workspace = await local()
  await workspace.watchlist('PUT', 'Hosts', hosts(twoHosts))
  const labels = ['tripline:pack']
  const { body } = await workspace.watchlist('PUT', 'Hosts', { properties: { ...properties, labels } })
  expect([body.properties.labels, (await rows(workspace))?.length]).toEqual([labels, 2])
})

test('the search key stays', async () => {
  const { watchlist } = await local()
  await watchlist('PUT', 'Hosts', hosts(twoHosts))
  expect((await watchlist('PUT', 'Hosts', hosts(twoHosts, { itemsSearchKey: 'Owner' }))).status).toBe(400)
})

test('rows that come while an upload runs are lost', async () => {
  const workspace = await local({ operationSeconds: 60 })
  await workspace.watchlist('PUT', 'Hosts', hosts('Host,Owner\na,Ann\n'))
  expect((await workspace.watchlist('PUT', 'Hosts', hosts('Host,Owner\nb,Bo\n'))).status).toBe(200)
  workspace.pass(1)
  expect(await rows(workspace)).toEqual([['a', 'Ann', 'a']])
})

test('a deletion takes a while, during which the alias cannot be used again', async () => {
  const workspace = await local({ operationSeconds: 60 })
  const { emulator, watchlist, watchlistItem, rule, pass } = workspace
  await watchlist('PUT', 'Hosts', hosts(twoHosts))
  expect((await watchlist('DELETE', 'Hosts')).status).toBe(409)
  pass(1)
  await rule('PUT', 'r', scheduledBody({ query: "_GetWatchlist('Hosts') | project Owner" }))
  const { status, headers } = await watchlist('DELETE', 'hosts')
  expect([status, await state(workspace)]).toEqual([202, 'Deleting'])
  expect((await send(emulator, 'GET', String(headers.location))).status).toBe(202)
  const again = await watchlist('PUT', 'Hosts', hosts(twoHosts))
  expect([again.status, again.body.error.message]).toEqual([400, expect.stringContaining('currently in progress')])
  pass(1)
  expect((await send(emulator, 'GET', String(headers.location))).status).toBe(204)
  expect((await watchlist('GET', 'Hosts')).status).toBe(404)
  expect((await watchlist('DELETE', 'Hosts')).status).toBe(204)
  expect((await rule('GET', 'r')).body.properties.enabled).toBe(false)
  await watchlist('PUT', 'Hosts', { properties })
  expect((await watchlistItem('GET', 'Hosts', '')).body.value).toEqual([])
})

test('a watchlist that is deleted and made again may leave a twin that no list shows', async () => {
  const workspace = await local({ faults: { ghost: 1 } })
  const { watchlist, watchlistItem } = workspace
  await watchlist('PUT', 'Hosts', hosts('Host,Owner\na,Ann\n'))
  await watchlist('DELETE', 'Hosts')
  expect((await watchlist('GET', 'Hosts')).status).toBe(404)
  await watchlist('PUT', 'Hosts', hosts('Host,Owner\nb,Bo\n'))
  expect((await watchlistItem('GET', 'Hosts', '')).body.value).toHaveLength(1)
  expect((await watchlist('GET', '')).body.value).toHaveLength(1)
  expect((await rows(workspace))?.map(([host]) => host)).toEqual(['a', 'b'])
})

test('items are read, added, replaced and deleted one by one', async () => {
  const workspace = await local({ pageSize: 1 })
  const { emulator, watchlist, watchlistItem } = workspace
  await watchlist('PUT', 'Hosts', hosts(twoHosts))
  const first = (await watchlistItem('GET', 'Hosts', '')).body
  const second = (await send(emulator, 'GET', first.nextLink)).body
  expect(second).not.toHaveProperty('nextLink')
  await watchlistItem('DELETE', 'hosts', second.value[0]!.name)
  const item = (host: string, etag?: string) => ({
    ...(etag && { etag }),
    properties: { itemsKeyValue: { Host: host } },
  })
  const id = '82ba292c-dc97-4dfc-969d-d4dd9e666842'
  const added = await watchlistItem('PUT', 'Hosts', id, item('c'))
  expect([added.status, added.body.properties]).toMatchObject([201, { watchlistItemId: id, isDeleted: false }])
  expect((await watchlistItem('PUT', 'Hosts', id, item('d', added.body.etag))).status).toBe(200)
  expect((await watchlistItem('PUT', 'Hosts', id, item('e', added.body.etag))).status).toBe(409)
  expect(await rows(workspace)).toEqual([
    ['a', 'Ann', 'a'],
    ['d', '', 'd'],
  ])
  expect((await watchlistItem('DELETE', 'Hosts', 'none')).status).toBe(204)
  expect((await watchlistItem('GET', 'Elsewhere', '')).status).toBe(404)
  expect((await watchlistItem('PUT', 'Hosts', id, { properties: { itemsKeyValue: { Owner: 'x' } } })).status).toBe(400)
  expect((await watchlistItem('PUT', 'Hosts', id, item('h'.repeat(10_241)))).status).toBe(400)
})

test('lines before the header are skipped, tabs separate columns, and quotes may hold line breaks', async () => {
  const workspace = await local()
  const content = hosts('# made by hand\r\nHost\tOwner\r\na\t"Ann\nB."\r\n', {
    numberOfLinesToSkip: 1,
    contentType: 'text/tsv',
  })
  expect((await workspace.watchlist('PUT', 'Hosts', content)).status).toBe(201)
  expect(await rows(workspace)).toEqual([['a', 'Ann\nB.', 'a']])
})

test.each([
  ['no search key', { properties: { displayName: 'Hosts', provider: 'pack' } }],
  ['a search key that is not a column', hosts('Owner\nAnn\n')],
  ['a search key that is not a column of no rows', hosts('Owner\n')],
  ['the source type of older clients', hosts(twoHosts, { sourceType: 'Local file' })],
  ['content elsewhere', hosts('', { sourceType: 'AzureStorage' })],
  ['another content type', hosts(twoHosts, { contentType: 'application/json' })],
  ['a quote that is never closed', hosts('Host,Owner\n"a,Ann\n')],
  ['a row that is too short', hosts('Host,Owner\na\n')],
  ['a line of 10241 characters', hosts(`Host,Owner\na,${'x'.repeat(10_239)}\n`)],
  ['more than 3.8 MB', hosts(`Host,Owner\n${`a,${'x'.repeat(9_997)}\n`.repeat(399)}`)],
  ['the alias of another', hosts(twoHosts, { watchlistAlias: 'Others' })],
  ['an unknown property', hosts(twoHosts, { nonsense: 1 })],
])('a watchlist is refused with %s', async (_, wrong) => {
  const { watchlist } = await local()
  expect((await watchlist('PUT', 'Hosts', wrong)).status).toBe(400)
  expect((await watchlist('GET', 'Hosts')).status).toBe(404)
})

test.each(['toString', 'constructor', '__proto__'])('%s is not a column that every row has', async itemsSearchKey => {
  const { watchlist } = await local()
  expect((await watchlist('PUT', 'Hosts', hosts(twoHosts, { itemsSearchKey }))).status).toBe(400)
  expect((await watchlist('PUT', 'Hosts', hosts(twoHosts, { contentType: itemsSearchKey }))).status).toBe(400)
})
