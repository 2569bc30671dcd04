import { expect, test } from 'vitest'
import { local } from './local-call.ts'

const id = '73e01a99-5cd7-4139-a149-000000000001'
const task = { order: 1, actionType: 'AddIncidentTask', actionConfiguration: { title: 'Reset passwords' } }
const title = (value: string) => ({
  conditionType: 'Property',
  conditionProperties: { propertyName: 'IncidentTitle', operator: 'Contains', propertyValues: [value] },
})
const any = (...innerConditions: readonly unknown[]) => ({
  conditionType: 'Boolean',
  conditionProperties: { operator: 'Or', innerConditions },
})

const body = (properties: object = {}, logic: object = {}) => ({
  properties: {
    displayName: 'Close what is known',
    order: 1,
    triggeringLogic: { isEnabled: true, triggersOn: 'Incidents', triggersWhen: 'Created', ...logic },
    actions: [task],
    ...properties,
  },
})

test('an automation rule is created, replaced and deleted', async () => {
  const { automationRule } = await local()
  const created = await automationRule('PUT', id, body())
  expect(created.status).toBe(201)
  expect(created.body.properties).toMatchObject({
    ...body().properties,
    createdTimeUtc: '2026-03-02T10:00:00.000Z',
    lastModifiedTimeUtc: '2026-03-02T10:00:00.000Z',
  })
  // The published example of an update sends the whole resource back.
  const replaced = await automationRule('PUT', id, created.body)
  expect(replaced.status).toBe(200)
  expect((await automationRule('PUT', id, created.body)).status).toBe(409)
  expect((await automationRule('GET', id)).body).toEqual(replaced.body)
  expect((await automationRule('DELETE', id)).status).toBe(200)
  expect((await automationRule('DELETE', id)).status).toBe(204)
})

test('two automation rules may have the same order', async () => {
  const { automationRule } = await local()
  await automationRule('PUT', id, body())
  expect((await automationRule('PUT', id.replace(/1$/, '2'), body())).status).toBe(201)
})

test('a workspace has up to 512 automation rules', async () => {
  const { automationRule } = await local()
  const put = (number: number) =>
    automationRule('PUT', id.slice(0, -4) + String(number).padStart(4, '0'), body({ order: 1 }))
  for (let number = 0; number < 512; number++) await put(number)
  const refused = await put(512)
  expect([refused.status, refused.body.error.message]).toEqual([400, expect.stringContaining('512')])
  expect((await put(511)).status).toBe(200)
})

test('every limit is reached', async () => {
  const { automationRule } = await local()
  const conditions = Array(50).fill(any(...Array(10).fill(title('a'))))
  const full = body({ displayName: 'n'.repeat(500), order: 1000, actions: Array(20).fill(task) }, { conditions })
  expect((await automationRule('PUT', id, full)).status).toBe(201)
})

test.each([
  ['an order of 0', body({ order: 0 })],
  ['an order of 1001', body({ order: 1001 })],
  ['a name of 501 characters', body({ displayName: 'n'.repeat(501) })],
  ['21 actions', body({ actions: Array(21).fill(task) })],
  ['51 conditions', body({}, { conditions: Array(51).fill(title('a')) })],
  ['a group of one condition', body({}, { conditions: [any(title('a'))] })],
  ['a group of 11 conditions', body({}, { conditions: [any(...Array(11).fill(title('a')))] })],
  ['a wrong condition in a group', body({}, { conditions: [any(title('a'), { conditionType: 'Nonsense' })] })],
  ['another trigger', body({}, { triggersOn: 'Logs' })],
  ['an end that is not a time', body({}, { expirationTimeUtc: 'tomorrow' })],
  ['an unknown property', body({ nonsense: 1 })],
  ['an unknown action', body({ actions: [{ ...task, actionType: 'Delete' }] })],
  ['an action without configuration members', body({ actions: [{ ...task, actionConfiguration: {} }] })],
  [
    'a playbook that is none',
    body({ actions: [{ order: 1, actionType: 'RunPlaybook', actionConfiguration: { logicAppResourceId: 'x' } }] }),
  ],
  ['no logic', body({ triggeringLogic: null })],
])('an automation rule is refused with %s', async (_, wrong) => {
  const { automationRule } = await local()
  const { status, body } = await automationRule('PUT', id, wrong)
  expect([status, body.error.code]).toEqual([400, 'BadRequest'])
})

test('the id is a GUID', async () => {
  const { automationRule } = await local()
  expect((await automationRule('PUT', 'close-known', body())).status).toBe(400)
})

test('conditions that only preview versions have are refused by others', async () => {
  const { automationRule } = await local()
  const conditions = [{ ...title('a'), conditionProperties: { propertyName: 'IncidentAlertTitle' } }]
  expect((await automationRule('PUT', id, body({}, { conditions }))).status).toBe(400)
  expect((await automationRule('PUT', id, body({}, { conditions }), '2025-07-01-preview')).status).toBe(201)
})
