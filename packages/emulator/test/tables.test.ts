import { describe, expect, it } from 'vitest'
import { type Local, local, send } from './local-call.ts'

const retention = async ({ table }: Local, name = 'SigninLogs') => {
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
  })

  it('is fixed in the plan Basic, to which and from which a table can change', async () => {
    const workspace = await local()
    await workspace.table('PATCH', 'Syslog', { plan: 'Basic', totalRetentionInDays: 365 })
    expect((await workspace.table('GET', 'Syslog')).body.properties.plan).toBe('Basic')
    expect(await retention(workspace, 'Syslog')).toEqual([30, 365, 335])
    await workspace.table('PATCH', 'Syslog', { plan: 'Analytics', retentionInDays: 90 })
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
  ])('is refused as %j', async properties => {
    const { table } = await local()
    expect((await table('PATCH', 'SigninLogs', properties)).status).toBe(400)
  })

  it('cannot be set on a table that is not there', async () => {
    const { table } = await local()
    expect((await table('PATCH', 'Nowhere_CL', { retentionInDays: 90 })).status).toBe(404)
  })
})
