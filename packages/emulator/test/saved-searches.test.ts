import { expect, test } from 'vitest'
import { local, scheduledBody } from './local-call.ts'

const properties = { category: 'Function', displayName: 'Failures', query: "SigninLogs | where ResultType != '0'" }
const failures = { ...properties, functionAlias: 'Failures', functionParameters: '' }

test('a saved search is replaced only under its etag or *', async () => {
  const { savedSearch } = await local()
  const created = await savedSearch('PUT', 'a', { properties })
  expect([created.status, created.body.properties]).toEqual([200, { ...properties, version: 2 }])
  expect((await savedSearch('PUT', 'a', { properties })).status).toBe(409)
  expect((await savedSearch('PUT', 'a', { etag: '"other"', properties })).status).toBe(409)
  const replaced = await savedSearch('PUT', 'a', { etag: created.body.etag, properties })
  expect(replaced.status).toBe(200)
  expect(replaced.body.etag).not.toBe(created.body.etag)
  expect((await savedSearch('PUT', 'A', { etag: '*', properties })).body.name).toBe('a')
  expect((await savedSearch('DELETE', 'a')).status).toBe(200)
  expect((await savedSearch('GET', 'a')).status).toBe(404)
})

test('the list has no pages', async () => {
  const { savedSearch } = await local({ pageSize: 1 })
  await savedSearch('PUT', 'a', { properties })
  await savedSearch('PUT', 'b', { properties })
  const { body } = await savedSearch('GET', '')
  expect(body.value.map(({ name }) => name)).toEqual(['a', 'b'])
  expect(body).not.toHaveProperty('nextLink')
})

test('an alias belongs to one saved search', async () => {
  const { savedSearch } = await local()
  await savedSearch('PUT', 'a', { properties: failures })
  const other = await savedSearch('PUT', 'b', { properties: { ...failures, functionAlias: 'failures' } })
  expect([other.status, other.body.error.message]).toEqual([400, expect.stringContaining("'a'")])
})

test('a rule and a query can name a function from the time it is saved until it is deleted', async () => {
  const { savedSearch, rule, query } = await local()
  const body = scheduledBody({ query: "Failures('0') | project Kept" })
  expect((await rule('PUT', 'r', body)).status).toBe(400)
  const saved = {
    ...failures,
    functionParameters: 'kept:string = "1", n:long = 1',
    query: 'print Kept = kept, Number = n',
  }
  const { etag } = (await savedSearch('PUT', 'f', { properties: saved })).body
  expect((await rule('PUT', 'r', body)).status).toBe(201)
  expect((await query("Failures('0')")).body.tables?.[0]?.rows).toEqual([['0', 1]])
  await savedSearch('PUT', 'f', { etag, properties: { ...saved, query: 'print Kept = 1' } })
  expect((await query('Failures')).body.tables?.[0]?.rows).toEqual([[1]])
  await savedSearch('DELETE', 'f')
  expect((await query('Failures')).status).toBe(400)
})

test('queries that run while functions change are answered', async () => {
  const { savedSearch, query } = await local()
  const put = (value: number) =>
    savedSearch('PUT', 'f', { etag: '*', properties: { ...failures, functionAlias: 'F', query: `print V = ${value}` } })
  await put(0)
  const answers = await Promise.all(
    Array.from({ length: 4 }, async (_, index) => {
      const asked = query('F() | extend W = V')
      await put(index + 1)
      return asked
    }),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect((await query('F()')).body.tables?.[0]?.rows).toHaveLength(1)
})

test.each([
  [{ displayName: 'a', query: 'b' }, 'properties.category'],
  [{ category: 'a', query: 'b' }, 'properties.displayName'],
  [{ category: 'a', displayName: 'a' }, 'properties.query'],
  [{ ...properties, tags: [{ name: 'a' }] }, 'properties.tags[0].value'],
  [{ ...properties, tags: { a: 'b' } }, 'properties.tags'],
  [{ ...properties, etag: '*' }, 'properties.etag'],
])('a saved search is refused as %j', async (wrong, path) => {
  const { savedSearch } = await local()
  const { status, body } = await savedSearch('PUT', 'a', { properties: wrong })
  expect(status).toBe(400)
  expect(body.error.message).toContain(`'${path}'`)
})
