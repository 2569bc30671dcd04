import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { named } from '@tripline/files'
import { expect, test } from 'vitest'
import { blobClient } from './blob-client.ts'
import { accountBody, accountId, type Local, local, workspace } from './local-call.ts'

const heartbeats = [
  { TimeGenerated: '2026-03-02T09:31:00Z', Computer: 'a' },
  { TimeGenerated: '2026-03-02T09:34:59.9999999Z', Computer: 'b' },
  { TimeGenerated: '2026-03-02T09:35:00Z', Computer: 'c' },
  { TimeGenerated: '2026-03-02T10:30:00Z', Computer: 'd' },
]

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-export-'))
  for (const table of ['Heartbeat', 'AzureDiagnostics']) {
    writeFileSync(join(folder, `${table}.jsonl`), heartbeats.map(row => JSON.stringify(row)).join('\n'))
  }
  return folder
}

/** At 10:00, an export of the tables to the account `landing`. */
async function exporting(options: Parameters<typeof local>[0] = {}, ...tableNames: readonly string[]) {
  const service = await local({ dataDir: named(dataFolder()), ...options })
  await service.storage('PUT', 'landing', '', accountBody())
  const properties = { tableNames, destination: { resourceId: accountId('landing') } }
  await service.dataExport('PUT', 'tripline-landing', { properties })
  return service
}

/** The exported rows by file. */
async function landed(service: Local): Promise<Record<string, readonly { Computer: string }[]>> {
  const client = blobClient(service, 'landing')
  const files: Record<string, readonly { Computer: string }[]> = {}
  for await (const { name: container } of client.listContainers()) {
    const blobs = client.getContainerClient(container)
    for await (const { name, properties } of blobs.listBlobsFlat()) {
      expect(properties.blobType).toBe('AppendBlob')
      const text = (await blobs.getBlobClient(name).downloadToBuffer()).toString()
      files[`${container}/${name}`] = text.split('\n').flatMap(line => (line === '' ? [] : JSON.parse(line)))
    }
  }
  return files
}

const computers = (files: Record<string, readonly { Computer: string }[]>) =>
  Object.fromEntries(Object.entries(files).map(([name, rows]) => [name, rows.map(({ Computer }) => Computer)]))

const file = (time: string) => {
  const [hour, minute] = time.split(':')
  return `am-heartbeat/WorkspaceResourceId=${workspace.toLowerCase()}/y=2026/m=03/d=02/h=${hour}/m=${minute}/PT05M.json`
}

test('recorded logs arrive in files of five minutes, each row once, as the clock goes on', async () => {
  const service = await exporting({}, 'Heartbeat')
  const first = { [file('09:30')]: ['a', 'b'], [file('09:35')]: ['c'] }
  expect(computers(await landed(service))).toEqual(first)
  expect(computers(await landed(service))).toEqual(first)
  service.pass(1)
  expect(computers(await landed(service))).toEqual({ ...first, [file('10:30')]: ['d'] })
  expect((await landed(service))[file('09:30')]![0]).toMatchObject({
    TimeGenerated: '2026-03-02T09:31:00.0000000Z',
    Computer: 'a',
    _Internal_WorkspaceResourceId: workspace.toLowerCase(),
  })
})

test('a table is found in any case, and one that was deleted since does not hold up the others', async () => {
  const service = await local({ dataDir: named(dataFolder()) })
  await service.storage('PUT', 'landing', '', accountBody())
  const columns = [{ name: 'TimeGenerated', type: 'dateTime' }]
  await service.table('PUT', 'Doors_CL', { schema: { name: 'Doors_CL', columns } })
  const properties = { tableNames: ['Doors_CL', 'heartbeat'], destination: { resourceId: accountId('landing') } }
  expect((await service.dataExport('PUT', 'tripline-landing', { properties })).status).toBe(201)
  await service.table('DELETE', 'Doors_CL')
  expect(Object.keys(await landed(service))).toHaveLength(2)
})

test('a table that export does not support never arrives', async () => {
  expect(await landed(await exporting({}, 'AzureDiagnostics'))).toEqual({})
})

test('an export takes a while to begin, and sends nothing while it is disabled', async () => {
  const service = await exporting({ operationSeconds: 1800 }, 'Heartbeat')
  expect(await landed(service)).toEqual({})
  service.pass(0.5)
  expect(Object.keys(await landed(service))).toHaveLength(3)
  const properties = { tableNames: ['Heartbeat'], destination: { resourceId: accountId('landing') }, enable: false }
  const other = await exporting({ operationSeconds: 1800 }, 'Heartbeat')
  await other.dataExport('PUT', 'tripline-landing', { properties })
  other.pass(1)
  expect(await landed(other)).toEqual({})
})

test('rows of a file whose policy forbids appends are lost; with protected appends they arrive', async () => {
  for (const [more, arrives] of [
    [{}, false],
    [{ allowProtectedAppendWrites: true }, true],
  ] as const) {
    const service = await exporting({}, 'Heartbeat')
    await landed(service)
    const path = '/blobServices/default/containers/am-heartbeat/immutabilityPolicies/default'
    const days = { properties: { immutabilityPeriodSinceCreationInDays: 30, ...more } }
    expect((await service.storage('PUT', 'landing', path, days)).status).toBe(200)
    service.pass(1)
    expect((await landed(service))[file('10:30')] ?? []).toHaveLength(arrives ? 1 : 0)
  }
})

test('several requests at once do not deliver twice, and neither does a restart', async () => {
  const stateDir = named(mkdtempSync(join(tmpdir(), 'tripline-export-state-')))
  const dataDir = named(dataFolder())
  const service = await exporting({ stateDir, dataDir }, 'Heartbeat')
  const [files] = await Promise.all([landed(service), landed(service), service.storage('GET', 'landing', '')])
  expect(computers(files!)).toEqual({ [file('09:30')]: ['a', 'b'], [file('09:35')]: ['c'] })
  await service.emulator.close()
  expect(computers(await landed(await local({ stateDir, dataDir })))).toEqual(computers(files!))
})
