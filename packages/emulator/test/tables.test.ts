import { describe, expect, it } from 'vitest'
import { type Local, local, scheduledBody, send, workspace } from './local-call.ts'

const retention = async ({ table }: Pick<Local, 'table'>, name = 'SigninLogs') => {
  const { retentionInDays, totalRetentionInDays, archiveRetentionInDays } = (await table('GET', name)).body.properties
  return [retentionInDays, totalRetentionInDays, archiveRetentionInDays]
}

describe('retention of a table', () => {
  it('follows the workspace until it is set', async () => {
    const workspace = await local()
    expect(await retention(workspace)).toEqual([30, 30, 0])
    await workspace.table('PATCH', 'SigninLogs', { retentionInDays: 90, totalRetentionInDays: 2556 })
    expect(await retention(workspace)).toEqual([90, 2556, 2466])
    expect(await retention(workspace, 'AuditLogs')).toEqual([30, 30, 0])
  })

  it('keeps what a PATCH leaves out, and loses what a PUT leaves out', async () => {
    const workspace = await local()
    await workspace.table('PATCH', 'SigninLogs', { retentionInDays: 90, totalRetentionInDays: 2556 })
    await workspace.table('PATCH', 'SigninLogs', { totalRetentionInDays: 4383 })
    expect(await retention(workspace)).toEqual([90, 4383, 4293])
    await workspace.table('PUT', 'SigninLogs', { totalRetentionInDays: 365 })
    expect(await retention(workspace)).toEqual([30, 365, 335])
    await workspace.table('PATCH', 'SigninLogs', { totalRetentionInDays: -1 })
    expect(await retention(workspace)).toEqual([30, 30, 0])
  })

  it('changes when the operation ends; until then the table is locked', async () => {
    const workspace = await local({ operationSeconds: 1800 })
    const { emulator, table, pass } = workspace
    const accepted = await table('PATCH', 'SigninLogs', { retentionInDays: 90 })
    expect([accepted.status, accepted.body, accepted.headers['retry-after']]).toEqual([202, undefined, '1800'])
    const status = String(accepted.headers['azure-asyncoperation'])
    expect((await send(emulator, 'GET', status)).body.status).toBe('InProgress')
    expect((await table('GET', 'SigninLogs')).body.properties.provisioningState).toBe('Updating')
    expect((await table('PATCH', 'SigninLogs', { retentionInDays: 60 })).status).toBe(409)
    expect(await retention(workspace)).toEqual([30, 30, 0])
    pass(0.5)
    expect((await send(emulator, 'GET', status)).body.status).toBe('Succeeded')
    expect(await retention(workspace)).toEqual([90, 90, 0])
    pass(25)
    expect((await send(emulator, 'GET', status)).status).toBe(404)
  })

  it('is fixed in the plan Basic, to which and from which a table can change', async () => {
    const workspace = await local()
    await workspace.table('PATCH', 'Syslog', { plan: 'Basic', totalRetentionInDays: 365 })
    expect((await workspace.table('GET', 'Syslog')).body.properties.plan).toBe('Basic')
    expect(await retention(workspace, 'Syslog')).toEqual([30, 365, 335])
    const early = await workspace.table('PATCH', 'Syslog', { plan: 'Analytics', retentionInDays: 90 })
    expect([early.status, early.body.error.message]).toEqual([400, expect.stringContaining('once a week')])
    workspace.pass(7 * 24)
    await workspace.table('PATCH', 'Syslog', { plan: 'Analytics', retentionInDays: 90 })
    expect((await workspace.table('GET', 'Syslog')).body.properties.lastPlanModifiedDate).toBe(
      '2026-03-09T10:00:00.000Z',
    )
    expect(await retention(workspace, 'Syslog')).toEqual([90, 365, 275])
    expect((await workspace.table('PATCH', 'Syslog', { plan: 'Auxiliary' })).status).toBe(400)
  })

  it('answers at once when nothing changes', async () => {
    const { table } = await local()
    await table('PATCH', 'SigninLogs', { retentionInDays: 90 })
    expect((await table('PATCH', 'SigninLogs', { retentionInDays: 90 })).status).toBe(200)
  })

  it.each([
    [{ retentionInDays: 3 }],
    [{ retentionInDays: 731 }],
    [{ totalRetentionInDays: 2190 }],
    [{ totalRetentionInDays: 2192 }],
    [{ retentionInDays: 90, totalRetentionInDays: 60 }],
    [{ retentionInDays: '90' }],
    [{ nonsense: 1 }],
    [{ plan: 'Archive' }],
    [{ schema: { name: 'SigninLogs', columns: [{ name: 'a', type: 'string' }] } }],
  ])('is refused as %j', async properties => {
    const { table } = await local()
    expect((await table('PATCH', 'SigninLogs', properties)).status).toBe(400)
  })

  it('is distinguished from what is inherited', async () => {
    const { table } = await local()
    const flags = async (name: string) => {
      const { retentionInDaysAsDefault, totalRetentionInDaysAsDefault } = (await table('GET', name)).body.properties
      return [retentionInDaysAsDefault, totalRetentionInDaysAsDefault]
    }
    expect(await flags('SigninLogs')).toEqual([true, true])
    await table('PATCH', 'SigninLogs', { totalRetentionInDays: 365 })
    expect(await flags('SigninLogs')).toEqual([true, false])
    await table('PATCH', 'SigninLogs', { retentionInDays: 30 })
    expect(await flags('SigninLogs')).toEqual([false, false])
  })

  it('changes without a link to follow, where the service gives none', async () => {
    const { table, pass } = await local({ operationSeconds: 60, linksOperations: false })
    const { status, headers } = await table('PATCH', 'SigninLogs', { retentionInDays: 90 })
    expect(status).toBe(202)
    expect(headers).not.toHaveProperty('azure-asyncoperation')
    expect(headers).not.toHaveProperty('retry-after')
    expect((await table('GET', 'SigninLogs')).body.properties.provisioningState).toBe('Updating')
    pass(1)
    expect((await table('GET', 'SigninLogs')).body.properties.provisioningState).toBe('Succeeded')
  })

  it('finds the table in any case', async () => {
    const { table } = await local()
    await table('PATCH', 'signinlogs', { retentionInDays: 90 })
    expect((await table('GET', 'SigninLogs')).body).toMatchObject({
      name: 'SigninLogs',
      properties: { retentionInDays: 90 },
    })
  })

  it('cannot be set on a table that is not there', async () => {
    const { table } = await local()
    expect((await table('PATCH', 'Nowhere_CL', { retentionInDays: 90 })).status).toBe(404)
  })
})

describe('a custom table', () => {
  const time = { name: 'TimeGenerated', type: 'dateTime' }
  const schema = { name: 'Doors_CL', columns: [time, { name: 'Door', type: 'string' }] }

  it('is created by a PUT with its schema, and exists when the operation has ended', async () => {
    const { table, query, rule, pass } = await local({ operationSeconds: 60 })
    expect((await table('PATCH', 'Doors_CL', { schema })).status).toBe(404)
    expect((await table('PUT', 'Doors_CL', { retentionInDays: 90 })).status).toBe(400)
    expect((await table('PUT', 'Doors_CL', { schema, totalRetentionInDays: 2556 })).status).toBe(202)
    expect((await query('Doors_CL | project Door')).status).toBe(400)
    expect((await rule('PUT', 'r', scheduledBody({ query: 'Doors_CL' }))).status).toBe(400)
    expect((await table('PUT', 'Doors_CL', { schema })).status).toBe(409)
    pass(1)
    expect((await rule('PUT', 'r', scheduledBody({ query: 'Doors_CL' }))).status).toBe(201)
    expect(await retention({ table }, 'Doors_CL')).toEqual([30, 2556, 2526])
  })

  it('grows by columns, keeps its schema when none is sent, and is deleted', async () => {
    const { table, query, rule } = await local()
    await table('PUT', 'Doors_CL', { schema })
    expect((await query('Doors_CL | project Door')).status).toBe(200)
    expect((await rule('PUT', 'r', scheduledBody({ query: 'Doors_CL' }))).status).toBe(201)
    const grown = { ...schema, columns: [...schema.columns, { name: 'Open', type: 'boolean' }] }
    await table('PATCH', 'doors_cl', { schema: grown })
    await table('PUT', 'Doors_CL', { retentionInDays: 60 })
    const { body } = await table('GET', 'Doors_CL')
    expect(body.properties).toMatchObject({ retentionInDays: 60, schema: { ...grown, tableType: 'CustomLog' } })
    expect((await query('Doors_CL | where Open')).status).toBe(200)
    expect((await table('DELETE', 'Doors_CL')).status).toBe(202)
    expect((await table('GET', 'Doors_CL')).status).toBe(404)
    expect((await table('DELETE', 'Doors_CL')).status).toBe(204)
    expect((await rule('GET', 'r')).body.properties.displayName).toBe('AUTO DISABLED A rule')
  })

  it.each([
    ['no column for the time', { ...schema, columns: [schema.columns[1]] }],
    ['a column twice', { ...schema, columns: [...schema.columns, schema.columns[1]] }],
    ['a type of KQL', { ...schema, columns: [time, { name: 'Door', type: 'datetime' }] }],
    ['a column of 46 characters', { ...schema, columns: [time, { name: 'd'.repeat(46), type: 'string' }] }],
    ['a column with a hyphen', { ...schema, columns: [time, { name: 'a-b', type: 'string' }] }],
    ['the name of another', { ...schema, name: 'Windows_CL' }],
  ])('is refused with %s', async (_, wrong) => {
    const { table } = await local()
    expect((await table('PUT', 'Doors_CL', { schema: wrong })).status).toBe(400)
  })

  it('keeps the types of its columns', async () => {
    const { table } = await local()
    await table('PUT', 'Doors_CL', { schema })
    const retyped = { ...schema, columns: [time, { name: 'Door', type: 'int' }] }
    expect((await table('PUT', 'Doors_CL', { schema: retyped })).status).toBe(400)
  })

  it('has the plan Auxiliary from its creation or never, and only in newer versions', async () => {
    const { emulator, table } = await local()
    const path = `${workspace}/tables/Doors_CL?api-version=2025-07-01`
    expect((await table('PUT', 'Doors_CL', { schema, plan: 'Auxiliary' })).status).toBe(400)
    expect((await send(emulator, 'PUT', path, { properties: { schema, plan: 'Auxiliary' } })).status).toBe(202)
    expect((await table('PATCH', 'Doors_CL', { plan: 'Analytics' })).status).toBe(400)
    expect((await table('GET', 'Doors_CL')).body.properties.plan).toBe('Auxiliary')
  })

  it('alone can be deleted', async () => {
    const { table } = await local()
    expect((await table('DELETE', 'SigninLogs')).status).toBe(400)
  })
})
