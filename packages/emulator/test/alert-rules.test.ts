import { describe, expect, it } from 'vitest'
import { local, scheduledBody, send, stable, workspace } from './local-call.ts'

const id = '3b0f4e3e-1111-4222-8333-000000000001'
const other = '3b0f4e3e-1111-4222-8333-000000000002'

const mapping = (fields: number, entityType = 'Account') => ({
  entityType,
  fieldMappings: Array(fields).fill({ identifier: 'Name', columnName: 'UserPrincipalName' }),
})

const details = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`d${index}`, 'UserPrincipalName']))

const selecting = (configuration: Readonly<Record<string, unknown>>) => ({
  createIncident: true,
  groupingConfiguration: {
    enabled: true,
    reopenClosedIncident: false,
    lookbackDuration: 'PT5H',
    matchingMethod: 'Selected',
    ...configuration,
  },
})

describe('a scheduled rule', () => {
  it('is created with 201 and replaced with 200, each time under a new etag', async () => {
    const { rule } = await local()
    const created = await rule('PUT', id, scheduledBody())
    const replaced = await rule('PUT', id, scheduledBody({ severity: 'Low' }, created.body.etag))
    expect([created.status, replaced.status]).toEqual([201, 200])
    expect(created.body.etag).toMatch(/^".+"$/)
    expect(replaced.body.etag).not.toBe(created.body.etag)
    expect((await rule('GET', id)).body).toEqual(replaced.body)
  })

  it('comes back with what the service adds, spans of time in their shortest form', async () => {
    const { rule } = await local()
    await rule('PUT', id, scheduledBody({ queryPeriod: 'PT24H', incidentConfiguration: { createIncident: false } }))
    expect((await rule('GET', id)).body.properties).toMatchObject({
      queryPeriod: 'P1D',
      alertRuleTemplateName: null,
      eventGroupingSettings: { aggregationKind: 'SingleAlert' },
      incidentConfiguration: { createIncident: false },
      lastModifiedUtc: '2026-03-02T10:00:00.000Z',
    })
  })

  it('is not replaced under a stale etag, but is without one', async () => {
    const { rule } = await local()
    const { etag } = (await rule('PUT', id, scheduledBody())).body
    await rule('PUT', id, scheduledBody())
    const stale = await rule('PUT', id, scheduledBody({}, etag))
    expect([stale.status, stale.body.error.code]).toEqual([409, 'Conflict'])
    expect(stale.body.error.message).toContain('Etag does not match')
  })

  it('keeps its id after deletion for a day', async () => {
    const { rule, pass } = await local()
    await rule('PUT', id, scheduledBody())
    expect((await rule('DELETE', id)).status).toBe(200)
    expect((await rule('DELETE', id)).status).toBe(204)
    expect((await rule('GET', id)).status).toBe(404)
    pass(23)
    const early = await rule('PUT', id, scheduledBody())
    expect(early.status).toBe(400)
    expect(early.body.error.message).toContain('was recently deleted')
    pass(1)
    expect((await rule('PUT', id, scheduledBody())).status).toBe(201)
  })

  it('needs a unique name', async () => {
    const { rule } = await local()
    await rule('PUT', id, scheduledBody())
    expect((await rule('PUT', other, scheduledBody())).status).toBe(400)
    expect((await rule('PUT', other, scheduledBody({ displayName: 'Another' }))).status).toBe(201)
  })

  it('may share its name when the option says so', async () => {
    const { rule } = await local({ uniqueNames: false })
    await rule('PUT', id, scheduledBody())
    expect((await rule('PUT', other, scheduledBody())).status).toBe(201)
  })

  it.each([
    ['a table that is not there', { query: 'Nowhere_CL | take 1' }, 'One of the tables does not exist.'],
    [
      'a column that is not there',
      { query: 'SigninLogs | where Nope == 1' },
      "table or column expression named 'Nope'",
    ],
    ['a function that is not there', { query: 'Nope()' }, "Unknown function: 'Nope'"],
    ['no KQL', { query: 'SigninLogs |' }, 'Failed to run the analytics rule query.'],
    ['a severity in lower case', { severity: 'high' }, "'properties.severity'"],
    ['an operator of the template format', { triggerOperator: 'gt' }, "'properties.triggerOperator'"],
    ['a period below its frequency', { queryFrequency: 'PT2H' }, 'shorter than the query frequency'],
    ['two days every five minutes', { queryPeriod: 'P2D' }, 'at least one hour'],
    ['a read-only property', { lastModifiedUtc: '2026-03-02T10:00:00Z' }, "Read-only property 'lastModifiedUtc'"],
    ['a property that no version has', { nonsense: 1 }, "Could not find member 'nonsense'"],
    ['a tactic that does not exist', { tactics: ['Nonsense'] }, 'properties.tactics[0]'],
    ['an entity that does not exist', { entityMappings: [mapping(1, 'IoTDevice')] }, 'entityMappings[0].entityType'],
    ['11 mappings', { entityMappings: Array(11).fill(mapping(1)) }, 'it takes 0 to 10'],
    ['4 fields in a mapping', { entityMappings: [mapping(4)] }, 'it takes 1 to 3'],
    ['a mapping without fields', { entityMappings: [mapping(0)] }, 'it takes 1 to 3'],
    ['21 details', { customDetails: details(21) }, 'it takes up to 20'],
    ['a detail with a space', { customDetails: { 'a b': 'Column' } }, 'properties.customDetails'],
    ['4 placeholders', { alertDetailsOverride: { alertDisplayNameFormat: '{{a}}{{b}}{{c}}{{d}}' } }, 'it takes 3'],
    ['a query of 10001 characters', { query: `SigninLogs // ${'x'.repeat(9987)}` }, 'properties.query'],
    ['grouping by nothing', { incidentConfiguration: selecting({}) }, 'selects nothing'],
    ['grouping without a method', { incidentConfiguration: selecting({ matchingMethod: null }) }, 'matchingMethod'],
    ['no threshold', { triggerThreshold: undefined }, "'properties.triggerThreshold' is missing"],
  ])('is refused with %s', async (_, properties, message) => {
    const { rule } = await local()
    const refused = await rule('PUT', id, scheduledBody(properties))
    expect([refused.status, refused.body.error.code]).toEqual([400, 'BadRequest'])
    expect(refused.body.error.message).toContain(message)
  })

  it('is stored at every limit', async () => {
    const { rule } = await local()
    const properties = {
      query: `SigninLogs // ${'x'.repeat(9986)}`,
      displayName: 'n'.repeat(256),
      description: 'd'.repeat(5000),
      triggerThreshold: 10_000,
      queryFrequency: 'P14D',
      queryPeriod: 'P14D',
      suppressionDuration: 'P1D',
      entityMappings: Array(10).fill(mapping(3)),
      customDetails: details(20),
      alertDetailsOverride: { alertDisplayNameFormat: '{{a}} {{b}} {{c}}' },
      incidentConfiguration: selecting({ groupByEntities: ['Account'] }),
    }
    expect((await rule('PUT', id, scheduledBody(properties))).status).toBe(201)
  })

  it('loses its sub-techniques through a stable version, which does not know them', async () => {
    const { rule } = await local()
    await rule('PUT', id, scheduledBody({ subTechniques: ['T1078.004'] }), stable)
    expect((await rule('GET', id)).body.properties.subTechniques).toEqual([])
    expect((await rule('GET', id, undefined, stable)).body.properties).not.toHaveProperty('subTechniques')
  })
})

describe('other kinds', () => {
  const { queryFrequency, queryPeriod, triggerOperator, triggerThreshold, ...nrt } = scheduledBody().properties

  it('exist in preview versions only, where they do', async () => {
    const { rule, rules } = await local()
    expect((await rule('PUT', id, { kind: 'NRT', properties: nrt }, stable)).status).toBe(400)
    expect((await rule('PUT', id, { kind: 'NRT', properties: nrt })).status).toBe(201)
    expect((await rules()).body.value).toHaveLength(1)
    expect((await rules(stable)).body.value).toHaveLength(0)
    expect((await rule('PUT', other, { ...scheduledBody(), kind: 'scheduled' })).status).toBe(400)
  })

  it('let nothing be set that Microsoft keeps, and Fusion not without its etag', async () => {
    const { rule } = await local()
    const fusion = { kind: 'Fusion', properties: { enabled: true, alertRuleTemplateName: 't' } }
    const named = { ...fusion, properties: { ...fusion.properties, displayName: 'Mine' } }
    expect((await rule('PUT', id, named)).body.error.message).toBe(
      "Read-only property 'displayName' cannot be assigned",
    )
    const created = await rule('PUT', id, fusion)
    expect(created.status).toBe(201)
    expect((await rule('PUT', id, fusion)).status).toBe(409)
    expect((await rule('PUT', id, { ...fusion, etag: created.body.etag })).status).toBe(200)
  })

  it('are not installed a second time when they are behaviour analytics', async () => {
    const { rule } = await local()
    const body = { kind: 'MLBehaviorAnalytics', properties: { enabled: true, alertRuleTemplateName: 't' } }
    const { etag } = (await rule('PUT', id, body)).body
    const again = await rule('PUT', id, { ...body, etag })
    expect(again.body.error.message).toContain("Analytics rule template 't' is already installed")
  })
})

describe('enabled rules of a workspace', () => {
  const { queryFrequency, queryPeriod, triggerOperator, triggerThreshold, ...nrt } = scheduledBody().properties

  it('are limited to 50 near-real-time ones; disabled ones do not count', async () => {
    const { rule } = await local()
    const put = (number: number, enabled = true) =>
      rule('PUT', `rule-${number}`, { kind: 'NRT', properties: { ...nrt, displayName: `Rule ${number}`, enabled } })
    for (let number = 0; number < 50; number++) expect((await put(number)).status).toBe(201)
    expect((await put(50)).body.error.message).toContain('50 enabled rules')
    expect((await put(50, false)).status).toBe(201)
    expect((await put(49)).status).toBe(200)
    await put(49, false)
    expect((await put(50)).status).toBe(200)
  })
})

describe('a rule whose query names what is deleted', () => {
  it('is disabled, and says so in its name and description', async () => {
    const { rule, savedSearch } = await local()
    const properties = { category: 'f', displayName: 'f', query: 'SigninLogs', functionAlias: 'Signins' }
    await savedSearch('PUT', 'f', { properties })
    const { etag } = (await rule('PUT', id, scheduledBody({ query: 'Signins | take 1', description: 'Why.' }))).body
    await rule('PUT', other, scheduledBody({ displayName: 'Other', query: 'SigninLogs | extend Signinss = 1' }))
    await savedSearch('DELETE', 'f')
    const { body } = await rule('GET', id)
    expect(body.etag).not.toBe(etag)
    expect(body.properties).toMatchObject({
      enabled: false,
      displayName: 'AUTO DISABLED A rule',
      description: 'Why. The alert rule was disabled because the function Signins was deleted.',
    })
    expect((await rule('GET', other)).body.properties.enabled).toBe(true)
  })
})

describe('the list', () => {
  it('comes in pages', async () => {
    const { emulator, rule, rules } = await local({ pageSize: 20 })
    const body = { kind: 'Fusion', properties: { enabled: true, alertRuleTemplateName: 't' } }
    for (let number = 10; number < 31; number++) await rule('PUT', `rule-${number}`, body)
    const first = (await rules()).body
    const second = (await send(emulator, 'GET', first.nextLink)).body
    const names = [...first.value, ...second.value].map(({ name }) => name)
    expect(names).toEqual(Array.from({ length: 21 }, (_, index) => `rule-${index + 10}`))
    expect(second).not.toHaveProperty('nextLink')
  })
})

describe('any request', () => {
  const path = `${workspace}/tables/SigninLogs`

  it('needs a token, an api-version, a known path and JSON', async () => {
    const { emulator } = await local()
    const code = async (...args: Parameters<typeof send> extends [unknown, ...infer Rest] ? Rest : never) => {
      const { status, body } = await send(emulator, ...args)
      return `${status} ${body.error.code}`
    }
    expect(await code('GET', `${path}?api-version=2025-02-01`, undefined, {})).toBe('401 AuthenticationFailed')
    expect(await code('GET', path)).toBe('400 MissingApiVersionParameter')
    expect(await code('GET', `${path}?api-version=2099-01-01`)).toBe('400 NoRegisteredProviderFound')
    expect(await code('GET', `${path}?api-version=newest`)).toBe('400 InvalidApiVersionParameter')
    expect(await code('GET', `${path}%E0%A4%A?api-version=2025-02-01`)).toBe('400 BadRequest')
    expect(await code('GET', `${path}%2Fa?api-version=2025-02-01`)).toBe('400 BadRequest')
    expect(await code('GET', '/nowhere')).toBe('404 InvalidResourceType')
    expect(await code('POST', `${path}?api-version=2025-02-01`)).toBe('405 MethodNotAllowed')
    expect(await code('PATCH', `${path}?api-version=2025-02-01`, '{')).toBe('400 InvalidRequestContent')
    expect(await code('PATCH', `${path}?api-version=2025-02-01`, '1')).toBe('400 BadRequest')
  })

  it('finds fixed parts of a path in any case', async () => {
    const { emulator } = await local()
    const { status } = await send(
      emulator,
      'GET',
      `${path.replace('resourceGroups', 'resourcegroups')}?api-version=2025-02-01`,
    )
    expect(status).toBe(200)
  })

  it('is refused for a while when the test says so', async () => {
    const { rules } = await local({ throttle: () => 7 })
    const refused = await rules()
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '7'])
  })
})
