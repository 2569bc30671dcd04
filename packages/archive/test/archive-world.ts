import { mkdtempSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, localAddress, localCredential, type Queries } from '@tripline/azure'
import { type BlobStore, localBlobs, openBlobStore } from '@tripline/azure/blobs'
import { type Emulator, startEmulator } from '@tripline/emulator'
import { named } from '@tripline/files'
import { loadCatalogue } from '@tripline/schemas'
import { type HandClock, handClock } from '@tripline/testkit'
import { afterAll } from 'vitest'
import { type ArchiveAccess, largestPart } from '../src/index.ts'

/** A row as data export writes it. */
export type Row = Readonly<Record<string, unknown>> & { readonly TimeGenerated: string }

export interface EmulatedVault extends ArchiveAccess {
  readonly container: string
  /** Takes a blob, `container/name`, out of the tier Archive. */
  rehydrate(path: string): Promise<void>
}

/** A workspace with logs, and storage accounts for landing and vault, for all tests of a file. */
export interface ArchiveWorld {
  readonly clock: HandClock
  readonly workspace: string
  /** Access to a vault of its own. */
  vault(): Promise<EmulatedVault>
  /** What a client may do that is not ours: `PUT`, `POST`, … of a blob, or below the path of the account. */
  blob(method: string, path: string, headers?: Readonly<Record<string, string>>, body?: string | Buffer): Promise<void>
  arm(method: string, account: string, rest: string, body?: unknown): Promise<void>
  /** Appends lines to a file of the landing container of a table. */
  land(table: string, time: string, lines: string): Promise<void>
  /** Landed files were deleted, and are created anew. */
  forget(): void
  landing(table: string): BlobStore
}

const accounts =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/archive/providers/Microsoft.Storage/storageAccounts'

/** The clock is at 2026-03-05T10:00:00Z. */
export async function archiveWorld(logs: Readonly<Record<string, readonly Row[]>>): Promise<ArchiveWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-archive-'))
  for (const [table, rows] of Object.entries(logs)) {
    writeFileSync(join(folder, `${table}.jsonl`), rows.map(row => JSON.stringify(row)).join('\n'))
  }
  const clock = handClock(Date.parse('2026-03-05T10:00:00Z'))
  const options = { catalogue: loadCatalogue(), clock: () => new Date(clock.now()), dataDir: named(folder) }
  const emulator = (await startEmulator(options)).value!
  afterAll(() => emulator.close())
  const client = connect(localAddress(emulator), localCredential, clock)
  const arm = (method: string, account: string, rest: string, body?: unknown) => {
    const json = body === undefined ? undefined : JSON.stringify(body)
    return send(emulator, method, `${accounts}/${account}${rest}?api-version=2025-01-01`, { 'If-Match': '*' }, json)
  }
  const blob: ArchiveWorld['blob'] = (method, path, headers = {}, body = '') =>
    send(emulator, method, `/${path}`, headers, body)
  for (const account of ['landing', 'vault']) {
    await arm('PUT', account, '', { location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } })
  }
  const open = (account: string, container: string) =>
    openBlobStore(localBlobs(account, emulator), container, localCredential, clock)
  // The logs do not change, and a query takes longer than all else.
  const asked = new Map<string, ReturnType<Queries['run']>>()
  const queries: Queries = {
    run(request) {
      const key = JSON.stringify(request)
      const answer = asked.get(key) ?? client.queries.run(request)
      asked.set(key, answer)
      return answer
    },
  }
  let vaults = 0
  const containers = new Set<string>()
  const landed = new Set<string>()
  return {
    clock,
    workspace: client.resource,
    async vault() {
      vaults += 1
      const container = `vault-${vaults}`
      await arm('PUT', 'vault', `/blobServices/default/containers/${container}`, {})
      return {
        container,
        rehydrate: path => blob('PUT', `vault/${path}?comp=tier`, { 'x-ms-access-tier': 'Hot' }),
        workspace: client.resource,
        queries,
        retentionDays: async () => ({ ok: true, value: 90 }),
        landing: name => open('landing', name),
        vault: open('vault', container),
        tier: 'Archive',
        writtenBy: { tool: 'tripline 1.2.3', run: 'a-run' },
        now: clock.now,
        largestPart,
      }
    },
    blob,
    arm,
    landing: table => open('landing', containerOf(table)),
    forget: () => landed.clear(),
    async land(table, time, lines) {
      const container = containerOf(table)
      const name = landingName(client.resource, time)
      if (!containers.has(container)) await arm('PUT', 'landing', `/blobServices/default/containers/${container}`, {})
      if (!landed.has(`${container}/${name}`))
        await blob('PUT', `landing/${container}/${name}`, { 'x-ms-blob-type': 'AppendBlob' })
      containers.add(container)
      landed.add(`${container}/${name}`)
      await blob('PUT', `landing/${container}/${name}?comp=appendblock`, {}, lines)
    },
  }
}

const containerOf = (table: string): string => `am-${table.toLowerCase().replaceAll('_', '-')}`

/** The file of the five minutes of a time. */
function landingName(workspace: string, time: string): string {
  const [, year, month, day, hour, minute] = /^(\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(time)!
  const five = String(Number(minute) - (Number(minute) % 5)).padStart(2, '0')
  return `WorkspaceResourceId=${workspace.toLowerCase()}/y=${year}/m=${month}/d=${day}/h=${hour}/m=${five}/PT05M.json`
}

const send = (
  { url, ca }: Emulator,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string | Buffer,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const options = { method, ca, headers: { Authorization: 'Bearer any', ...headers } }
    const sent = request(new URL(path, url), options, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => {
        if ((response.statusCode ?? 500) < 300) resolve()
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${Buffer.concat(chunks)}`))
      })
    })
    sent.on('error', reject).end(body)
  })
