import { expect, test } from 'vitest'
import { local, workspace } from './local-call.ts'

const rule = `${workspace}/providers/Microsoft.SecurityInsights/alertRules/3b0f4e3e-1111-4222-8333-000000000001`
const properties = { parentId: rule, kind: 'AnalyticsRule', source: { kind: 'SourceRepository', name: 'pack' } }

test('metadata is created, replaced, patched, read and deleted', async () => {
  const { metadata } = await local()
  const created = await metadata('PUT', 'analyticsrule-1', { properties })
  expect([created.status, created.body.properties]).toEqual([201, properties])
  const patched = await metadata('PATCH', 'analyticsrule-1', { properties: { customVersion: 'one' } })
  expect(patched.body.properties).toEqual({ ...properties, customVersion: 'one' })
  const same = await metadata('PATCH', 'analyticsrule-1', {})
  expect(same.body.properties).toEqual(patched.body.properties)
  const replaced = await metadata('PUT', 'analyticsrule-1', { etag: same.body.etag, properties })
  expect([replaced.status, replaced.body.properties]).toEqual([200, properties])
  expect((await metadata('GET', 'ANALYTICSRULE-1')).body).toEqual(replaced.body)
  expect((await metadata('DELETE', 'analyticsrule-1')).status).toBe(200)
  expect((await metadata('DELETE', 'analyticsrule-1')).status).toBe(204)
  expect((await metadata('PATCH', 'analyticsrule-1', { properties: {} })).status).toBe(404)
})

test('metadata may have a parent that does not exist', async () => {
  const { metadata } = await local()
  expect((await metadata('PUT', 'orphan', { properties: { ...properties, parentId: '/nowhere' } })).status).toBe(201)
})

test('metadata is not replaced or patched under a stale etag', async () => {
  const { metadata } = await local()
  const { etag } = (await metadata('PUT', 'a', { properties })).body
  await metadata('PUT', 'a', { properties })
  expect((await metadata('PUT', 'a', { etag, properties })).status).toBe(409)
  expect((await metadata('PATCH', 'a', { etag, properties: {} })).status).toBe(409)
})

test.each([
  [{}, ['a', 'b', "o'c"]],
  [{ $filter: "properties/kind eq 'Parser'" }, ['b']],
  [{ $filter: "properties/kind eq 'AnalyticsRule' and properties/source/name ne 'pack'" }, ["o'c"]],
  [{ $filter: "properties/parentId eq 'o''c and d'" }, ["o'c"]],
  [{ $skip: '1', $top: '1' }, ['b']],
])('the list under %j', async (query, names) => {
  const { metadata } = await local({ pageSize: 3 })
  await metadata('PUT', 'a', { properties })
  await metadata('PUT', 'b', { properties: { ...properties, kind: 'Parser' } })
  await metadata('PUT', "o'c", { properties: { parentId: "o'c and d", kind: 'AnalyticsRule' } })
  const { body } = await metadata('GET', '', undefined, query)
  expect(body.value.map(({ name }) => name)).toEqual(names)
  expect(body).not.toHaveProperty('nextLink')
})

test.each([
  [{ kind: 'AnalyticsRule' }, "Required property 'properties.parentId' is missing."],
  [{ parentId: '/a' }, "Required property 'properties.kind' is missing."],
  [{ ...properties, source: { kind: 'Git' } }, "'properties.source.kind'"],
  [{ ...properties, nonsense: 1 }, "Could not find member 'nonsense'"],
  [
    { ...properties, dependencies: { criteria: [{ operator: 'XOR' }] } },
    'properties.dependencies.criteria[0].operator',
  ],
])('metadata is refused as %j', async (wrong, message) => {
  const { metadata } = await local()
  const { status, body } = await metadata('PUT', 'a', { properties: wrong })
  expect(status).toBe(400)
  expect(body.error.message).toContain(message)
})

test.each([
  { $filter: "contains(properties/kind,'a')" },
  { $filter: "properties/kind eq 'a' or properties/kind eq 'b'" },
  { $orderby: 'name' },
  { $top: 'many' },
])('a list that the emulator cannot select is refused: %j', async query => {
  const { metadata } = await local()
  expect((await metadata('GET', '', undefined, query)).status).toBe(400)
})
