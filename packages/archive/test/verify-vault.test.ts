import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { lockObstacles, runArchive, type VerifyOptions, verifyVault } from '../src/index.ts'
import { archiveWorld, type EmulatedVault, type Row } from './archive-world.ts'

const row = (time: string): Row => ({ TimeGenerated: `2026-03-${time}Z`, Computer: 'a' })
const lines = (...rows: readonly Row[]) => rows.map(one => `${JSON.stringify(one)}\n`).join('')

const rows = ['01T09:31:00', '01T10:00:00', '02T00:00:00'].map(row)
const world = await archiveWorld({ Heartbeat: rows, Syslog: [] })
for (const one of rows) await world.land('Heartbeat', one.TimeGenerated, lines(one))

const part = 'Heartbeat/2026/03/01/part-0001.jsonl.gz'
const manifest = (sequence: number) => `manifests/Heartbeat/0000000${sequence}.json`

/** An archive of two days of Heartbeat and one of Syslog, whose first part can be read. */
async function archived(): Promise<EmulatedVault> {
  const access = await world.vault()
  const tables = ['Heartbeat', 'Syslog'].map(table => ({ table, route: 'export' as const }))
  const answer = await runArchive(tables, '2026-03-02', access)
  expect(answer).toMatchObject({ ok: true, value: { problems: [] } })
  await access.rehydrate(`${access.container}/${part}`)
  return access
}

const asked: VerifyOptions = {
  tables: ['Heartbeat', 'Syslog'],
  to: '2026-03-02',
  keep: 2192,
  policy: { days: 2192, isLocked: true },
}

async function verified(access: EmulatedVault, options: Partial<VerifyOptions> = {}) {
  const answer = await verifyVault(access.vault, access.landing, { ...asked, ...options })
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}

const found = async (...args: Parameters<typeof verified>) =>
  (await verified(...args)).findings.map(({ id, message }) => `${id}: ${message}`)

/** Stores other bytes under a name, with the metadata and the hash of those before: what no client of the service can do. */
async function replace(access: EmulatedVault, name: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  const listed = await access.vault.list(name)
  const [before] = listed.ok ? listed.value : []
  const read = await access.vault.read(name, 0, before!.length)
  const bytes = change(read.ok ? Buffer.from(read.value) : Buffer.alloc(0))
  const path = `vault/${access.container}/${name}`
  const metadata = Object.entries(before!.metadata).map(([key, value]) => [`x-ms-meta-${key}`, value])
  await world.blob('PUT', `${path}?comp=block&blockid=YQ==`, {}, bytes)
  const list = '<BlockList><Latest>YQ==</Latest></BlockList>'
  const headers = { 'x-ms-blob-content-md5': before!.md5!, ...Object.fromEntries(metadata) }
  await world.blob('PUT', `${path}?comp=blocklist`, headers, list)
}

const flip = (bytes: Buffer): Buffer => {
  bytes[Math.floor(bytes.length / 2)]! ^= 1
  return bytes
}

describe('an archive', () => {
  test('is whole, and says how much that is', async () => {
    const access = await archived()
    expect(await verified(access, { deep: '2026-03-01' })).toMatchObject({
      tables: [
        { table: 'Heartbeat', days: 2, manifests: 2, parts: 2, rows: 3 },
        { table: 'Syslog', days: 1, manifests: 1, parts: 0, rows: 0 },
      ],
      findings: [],
    })
  })

  test('is read as far as it is not archived', async () => {
    const access = await archived()
    expect(await found(access, { deep: '2026-03-02' })).toEqual([
      'archive-part-archived: Heartbeat/2026/03/02/part-0001.jsonl.gz is in the tier Archive and cannot be read',
    ])
    const { sample, findings } = await verified(access, { sample: { size: 5, seed: 'x' } })
    expect(findings).toEqual([])
    expect(sample.map(({ table, day, isRead }) => `${table} ${day} ${isRead}`).sort()).toEqual([
      'Heartbeat 2026-03-01 true',
      'Heartbeat 2026-03-02 false',
      'Syslog 2026-03-02 true',
    ])
    expect((await verified(access, { sample: { size: 1, seed: 'x' } })).sample).toEqual(sample.slice(0, 1))
  })

  test('must have every day of every table', async () => {
    const access = await archived()
    expect(await found(access, { to: '2026-03-07', tables: ['Heartbeat', 'Syslog', 'AuditLogs'] })).toEqual([
      'archive-table-missing: nothing of AuditLogs is archived',
      'archive-day-missing: Heartbeat: no manifest of 2026-03-03 to 2026-03-07 (5 days)',
      'archive-day-missing: Syslog: no manifest of 2026-03-03 to 2026-03-07 (5 days)',
    ])
    expect(await found(access, { from: '2026-02-28', to: '2026-03-01', tables: ['Heartbeat'] })).toEqual([
      'archive-day-missing: Heartbeat: no manifest of 2026-02-28',
      'archive-day-missing: Syslog: no manifest of 2026-02-28, 2026-03-01',
    ])
  })

  test.each<[string, VerifyOptions['policy'], readonly string[]]>([
    ['is missing', 'none', ['archive-policy-missing']],
    ['is shorter', { days: 2191, isLocked: true }, ['archive-policy-short']],
    ['is not locked', { days: 2192, isLocked: false }, ['archive-policy-unlocked']],
    ['is longer', { days: 4000, isLocked: true }, []],
    ['cannot be read', { unread: 'AuthorizationFailed' }, ['archive-policy-unread']],
  ])('whose policy %s', async (_, policy, expected) => {
    const { findings } = await verified(await archived(), { policy })
    expect(findings.map(({ id }) => id)).toEqual(expected)
    const forbids = expected.some(id => id === 'archive-policy-missing' || id === 'archive-policy-short')
    expect(lockObstacles(findings)).toHaveLength(forbids ? 1 : 0)
  })
})

describe('what was tampered with is named, and nothing else:', () => {
  const changed = `archive-part-changed: ${part} is not what it was when it was written`

  test('a byte of a part, once it is read', async () => {
    const access = await archived()
    await replace(access, part, flip)
    expect(await found(access)).toEqual([])
    expect(await found(access, { deep: '2026-03-01' })).toEqual([`${changed}: its bytes have another hash`])
    expect(await found(access, { sample: { size: 9, seed: 'x' } })).toEqual([`${changed}: its bytes have another hash`])
  })

  test('a part that was written anew', async () => {
    const access = await archived()
    const bytes = gzipSync(lines(rows[0]!, rows[0]!))
    const headers = { 'x-ms-blob-type': 'BlockBlob', 'x-ms-meta-rows': '2' }
    await world.blob('PUT', `vault/${access.container}/${part}`, headers, bytes)
    const [finding, ...more] = await found(access)
    expect(finding).toMatch(new RegExp(`^${changed}: (\\d+ bytes instead of|another MD5)`))
    expect(more).toEqual([])
  })

  test('a part that is empty', async () => {
    const access = await archived()
    await world.blob('PUT', `vault/${access.container}/${part}`, { 'x-ms-blob-type': 'BlockBlob' })
    const length = expect.stringMatching(new RegExp(`^${changed}: 0 bytes instead of`))
    expect(await found(access, { deep: '2026-03-01' })).toEqual([length])
  })

  test('a part that is gone', async () => {
    const access = await archived()
    await world.blob('DELETE', `vault/${access.container}/${part}`)
    const missing = `archive-part-missing: ${part} is missing; ${manifest(1)} names it`
    expect(await found(access, { deep: '2026-03-01' })).toEqual([missing])
  })

  test('a part that is of no manifest, and a blob of another kind', async () => {
    const access = await archived()
    const headers = { 'x-ms-blob-type': 'BlockBlob' }
    await world.blob('PUT', `vault/${access.container}/${part.replace('0001', '0002')}`, headers, 'x')
    await world.blob('PUT', `vault/${access.container}/manifests/Heartbeat/notes.json`, headers, '{}')
    expect((await verified(access)).findings.map(({ id, severity }) => `${severity} ${id}`)).toEqual([
      'warning archive-blob-unknown',
      'info archive-part-unclaimed',
    ])
  })

  test.each([1, 2])('a byte of manifest %d', async sequence => {
    const access = await archived()
    await replace(access, manifest(sequence), flip)
    const finding = `archive-manifest-changed: ${manifest(sequence)} is not what it was when it was written`
    expect(await found(access)).toEqual([finding])
  })

  test('a manifest that was written anew, with a hash that fits', async () => {
    const access = await archived()
    const read = await access.vault.read(manifest(1), 0, 100_000)
    const text = (read.ok ? read.value : Buffer.alloc(0)).toString().replace('"surplus":0', '"surplus":9')
    const headers = {
      'x-ms-blob-type': 'BlockBlob',
      'x-ms-meta-sha256': createHash('sha256').update(text).digest('hex'),
      'x-ms-meta-workspace': access.workspace,
      'x-ms-meta-day': '2026-03-01',
      'x-ms-meta-revision': '1',
    }
    await world.blob('PUT', `vault/${access.container}/${manifest(1)}`, headers, text)
    expect(await found(access)).toEqual([`archive-chain-broken: ${manifest(2)} does not follow the manifest before it`])
  })

  test('a manifest that is gone', async () => {
    const access = await archived()
    await world.blob('DELETE', `vault/${access.container}/${manifest(1)}`)
    expect(await found(access)).toEqual([
      `archive-manifest-missing: ${manifest(1)} is missing; manifests are numbered without gaps`,
      `archive-part-unclaimed: ${part} is in no manifest, as after an interrupted run; its rows do not count`,
    ])
    expect(await found(access, { from: '2026-03-01', tables: [] })).toContain(
      'archive-day-missing: Heartbeat: no manifest of 2026-03-01',
    )
  })

  test('a byte of a landed file, while it is there; a file that is gone was swept', async () => {
    const access = await archived()
    const container = 'landing/am-heartbeat'
    const landed = await world.landing('Heartbeat').list('')
    const { name, length } = (landed.ok ? landed.value : [])[0]!
    const original = await world.landing('Heartbeat').read(name, 0, length)
    const rewrite = async (bytes: Buffer) => {
      await world.blob('PUT', `${container}/${name}`, { 'x-ms-blob-type': 'AppendBlob' })
      await world.blob('PUT', `${container}/${name}?comp=appendblock`, {}, bytes)
    }
    const bytes = original.ok ? original.value : Buffer.alloc(0)
    await rewrite(flip(Buffer.from(bytes)))
    const deep = { deep: '2026-03-01' }
    const finding = `archive-landing-changed: ${container}/${name} no longer begins with the bytes that were archived`
    expect(await found(access, deep)).toEqual([finding])
    const again = await runArchive([{ table: 'Heartbeat', route: 'export' }], '2026-03-02', access)
    expect(again).toMatchObject({ value: { closed: [], problems: [{ error: { code: 'LandingChanged' } }] } })
    await rewrite(bytes.subarray(0, 5))
    expect(await found(access, deep)).toEqual([finding])
    await world.blob('DELETE', `${container}/${name}`)
    expect(await found(access, deep)).toEqual([])
    await rewrite(bytes)
    expect(await found(access, deep)).toEqual([])
  })
})
