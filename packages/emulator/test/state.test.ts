import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { named } from '@tripline/files'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { readEndpoint, startEmulator } from '../src/index.ts'
import { createAll } from './every-resource.ts'
import { type Local, local, scheduledBody, send, workspace } from './local-call.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'tripline-emulator-'))
const id = '3b0f4e3e-1111-4222-8333-000000000001'
const fusion = { kind: 'Fusion', properties: { enabled: true, alertRuleTemplateName: 't' } }

const everything = async (workspace: Local) => [
  (await workspace.rules()).body,
  (await workspace.metadata('GET', '')).body,
  (await workspace.savedSearch('GET', '')).body,
  (await workspace.automationRule('GET', '')).body,
  (await workspace.watchlist('GET', '')).body,
  (await workspace.watchlistItem('GET', 'items', '')).body,
  (await workspace.table('GET', '')).body,
  (await workspace.dataExport('GET', '')).body,
  (await workspace.storage('GET', 'archive', '/blobServices/default/containers')).body,
]

describe('a state folder', () => {
  it('keeps rules, tombstones and tables for the next run', async () => {
    const stateDir = named(folder())
    const first = await local({ stateDir })
    const created = await first.rule('PUT', id, fusion)
    await first.rule('PUT', 'gone', fusion)
    await first.rule('DELETE', 'gone')
    await first.table('PATCH', 'SigninLogs', { retentionInDays: 90 })
    await first.emulator.close()

    const second = await local({ stateDir })
    expect((await second.rule('GET', id)).body.etag).toBe(created.body.etag)
    expect((await second.rule('PUT', 'gone', scheduledBody())).body.error.message).toContain('recently deleted')
    expect((await second.table('GET', 'SigninLogs')).body.properties.retentionInDays).toBe(90)
    expect(readdirSync(stateDir.path).sort()).toEqual(['emulator.json', 'emulator.pem', 'workspace.json'])
  })

  it('keeps resources of every kind, and what still runs', async () => {
    const stateDir = named(folder())
    const first = await local({ stateDir, operationSeconds: 3600 })
    await createAll(first)
    const before = await everything(first)
    expect(before.map(({ value }) => value.length > 0)).toEqual(before.map(() => true))
    await first.emulator.close()

    const second = await local({ stateDir, operationSeconds: 3600 })
    expect(await everything(second)).toEqual(before)
    expect((await second.table('PATCH', 'SigninLogs', { retentionInDays: 60 })).status).toBe(409)
    second.pass(1)
    expect((await second.table('GET', 'SigninLogs')).body.properties.retentionInDays).toBe(90)
    expect((await second.table('GET', 'Doors_CL')).status).toBe(200)
    expect((await second.query("_GetWatchlist('l') | project Host")).body.tables?.[0]?.rows).toEqual([['a']])
    expect((await second.query('F')).body.tables?.[0]?.rows).toEqual([[1]])
  })

  it('keeps workspaces that were created, and has those that are named', async () => {
    const stateDir = named(folder())
    const created = workspace.replace(/local$/, 'created')
    const first = await local({ stateDir })
    await send(first.emulator, 'PUT', `${created}?api-version=2025-02-01`, { location: 'local' })
    await first.emulator.close()
    const later = workspace.replace(/local$/, 'later')
    const second = await local({ stateDir, workspaces: [later] })
    for (const id of [workspace, created, later]) {
      expect((await send(second.emulator, 'GET', `${id}?api-version=2025-02-01`)).status).toBe(200)
    }
  })

  it.each([
    'null',
    '{}',
    '{"format":"tripline-emulator-1"}',
    '{"format":"tripline-emulator-2","revision":1}',
    '{"format":"tripline-emulator-2","revision":"1","workspaces":[]}',
    '{"format":"tripline-emulator-2","revision":1,"workspaces":[{"id":1,"collections":{}}]}',
    '{"format":"tripline-emulator-2","revision":1,"workspaces":[{"id":"/a","collections":{"a":{}}}]}',
    '{"format":"tripline-emulator-2","revision":1,"workspaces":[{"id":"/a","collections":{"a":[["k"]]}}]}',
    '{"format":"tripline-emulator-2","revision":1,"workspaces":[{"id":"/a","collections":{"a":[[1,{}]]}}]}',
  ])('that holds %s is reported', async text => {
    const stateDir = named(folder())
    writeFileSync(join(stateDir.path, 'workspace.json'), text)
    const { value, diagnostics } = await startEmulator({
      catalogue: loadCatalogue(),
      clock: () => new Date(0),
      stateDir,
    })
    expect(value).toBeUndefined()
    expect(diagnostics.map(one => one.id)).toEqual(['emulator-state-unreadable'])
  })

  it('publishes the address of the emulator, but not its key', async () => {
    const stateDir = named(folder())
    expect(readEndpoint(stateDir)).toBeUndefined()
    const { emulator } = await local({ stateDir })
    expect(readEndpoint(stateDir)).toEqual({ url: emulator.url, ca: emulator.ca })
    expect(emulator.ca).not.toContain('PRIVATE')
  })

  it('that holds something else is reported, as is a port in use', async () => {
    const stateDir = named(folder())
    writeFileSync(join(stateDir.path, 'workspace.json'), '{"format":"other"}')
    const options = { catalogue: loadCatalogue(), clock: () => new Date(0) }
    const unreadable = await startEmulator({ ...options, stateDir })
    expect(unreadable.diagnostics.map(one => one.id)).toEqual(['emulator-state-unreadable'])
    const { emulator } = await local()
    const taken = await startEmulator({ ...options, port: Number(new URL(emulator.url).port) })
    expect(taken.diagnostics.map(one => one.id)).toEqual(['emulator-cannot-listen'])
  })
})
