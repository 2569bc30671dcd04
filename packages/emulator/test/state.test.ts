import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { named } from '@tripline/files'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { readEndpoint, startEmulator } from '../src/index.ts'
import { local, scheduledBody } from './local-call.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'tripline-emulator-'))
const id = '3b0f4e3e-1111-4222-8333-000000000001'
const fusion = { kind: 'Fusion', properties: { enabled: true, alertRuleTemplateName: 't' } }

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
    expect(readdirSync(stateDir.path).sort()).toEqual(['emulator.json', 'workspace.json'])
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
