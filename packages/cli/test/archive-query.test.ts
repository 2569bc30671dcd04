import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findRows, folderVault } from '@tripline/archive'
import { localCredential } from '@tripline/azure'
import { localBlobs, openBlobStore } from '@tripline/azure/blobs'
import { readEndpoint, stateFolder } from '@tripline/emulator/endpoint'
import { named, temporaryFolder } from '@tripline/files'
import { databasesByLogs } from '@tripline/kql/engine'
import { loadCatalogue } from '@tripline/schemas'
import { handClock } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { readInPieces } from '../src/archive/read-in-pieces.ts'
import { enterFolder, tripline } from './cli.ts'
import { kustoCluster, kustoFrames } from './kusto-cluster.ts'
import { sample } from './sample.ts'
import { withEmulator } from './with-emulator.ts'

const archive = (tier: string) => `archive:
  keep: 2192d
  settle: 12h
  landing: { account: stlanding }
  vault: { account: stvault, container: tripline-archive, tier: ${tier} }
  tables: { AzureDiagnostics: query }
`

const row = (TimeGenerated: string, more: object = {}) => `${JSON.stringify({ TimeGenerated, ...more })}\n`

const project = (tier: string) => ({
  ...sample,
  'tripline.yaml': `${sample['tripline.yaml']}${archive(tier)}`,
  'logs/SigninLogs.jsonl':
    row('2026-02-28T10:00:00Z', { IPAddress: '192.0.2.1' }) +
    row('2026-03-01T09:00:00Z', { IPAddress: '192.0.2.1' }) +
    row('2026-03-01T23:59:00Z', { IPAddress: '192.0.2.2' }),
  'logs/AzureDiagnostics.jsonl': row('2026-03-01T09:00:00Z', { Category: 'AuditEvent', keyUri_s: 'k' }),
})

const days = ['--from', '2026-02-28', '--to', '2026-03-01', '--format', 'json']

async function archived(): Promise<void> {
  expect((await tripline(['archive', 'apply', '--workspace', 'local', '--yes'])).code).toBe(0)
  expect(await tripline(['archive', 'run', '--workspace', 'local'])).toMatchObject({ code: 0, stderr: '' })
}

/** Copies the vault to a folder, as other tools do. */
async function copyVault(folder: string): Promise<void> {
  const store = openBlobStore(
    localBlobs('stvault', readEndpoint(stateFolder('.'))!),
    'tripline-archive',
    localCredential,
    handClock(),
  )
  const listed = await store.list('')
  for (const { name, length } of listed.ok ? listed.value : []) {
    const read = await store.read(name, 0, length)
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), read.ok ? read.value : '')
  }
}

/** Adds a manifest that says that a day has no rows. */
function emptyDay(copy: string, day: string): void {
  const folder = join(copy, 'manifests/SigninLogs')
  const manifests = readdirSync(folder).map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  const before = manifests.find(manifest => manifest.day === day)
  const sequence = manifests.length + 1
  const last = readFileSync(join(folder, `${String(sequence - 1).padStart(8, '0')}.json`))
  const previous = createHash('sha256').update(last).digest('hex')
  const after = { ...before, parts: [], hours: [], previous, revision: before.revision + 1, sequence }
  writeFileSync(join(folder, `${String(sequence).padStart(8, '0')}.json`), `${JSON.stringify(after)}\n`)
}

test('a backtest over archived rows is that over the logs, from the vault or from a copy', async () => {
  enterFolder({
    ...project('Hot'),
    'detections/blocked.yaml': sample['detections/blocked.yaml']!.replace('203.0.113.9', '192.0.2.2'),
  })
  await withEmulator(
    async () => {
      await archived()
      await copyVault('copy')
      const march = ['--from', '2026-03-01', '--format', 'json']
      const backtest = async (...argv: readonly string[]) =>
        JSON.parse((await tripline(['backtest', 'blocked', ...march, ...argv])).stdout).backtests
      // The window of the first run reaches back to a day that is not archived.
      const early = await tripline(['backtest', 'blocked', ...days, '--archive', '--data', 'copy'])
      expect(early).toMatchObject({ code: 1, stderr: expect.stringContaining('2026-02-27') })
      const [logs] = await backtest('--data', 'logs')
      // The run of midnight belongs to the next day.
      expect(logs.alerts).toBe(0)
      const scanned = [{ table: 'SigninLogs', rows: 1 }]
      expect(await backtest('--archive', '--data', 'copy')).toEqual([{ ...logs, scanned }])
      expect(await backtest('--archive', '--workspace', 'local')).toEqual([{ ...logs, scanned }])
      const all = ['--param', 'address=192.0.2.1']
      const [some] = await backtest('--archive', '--data', 'copy', ...all)
      expect(some.alerts).toBe(1)
      const resumed = async () => (await backtest('--archive', '--data', 'copy', ...all, '--resume', 'days.jsonl'))[0]
      const daysKept = () => readFileSync('days.jsonl', 'utf8').trim().split('\n').length
      expect(await resumed()).toMatchObject({ alerts: 1 })
      expect(await resumed()).toMatchObject({ alerts: 1 })
      expect(daysKept()).toBe(1)
      emptyDay('copy', '2026-03-01')
      expect(await resumed()).toMatchObject({ alerts: 0 })
      expect(daysKept()).toBe(2)
    },
    '--data',
    'logs',
  )
})

/** Rows of 1 March as they are read if there are many of them. */
async function piecesOf(copy: string): Promise<Readonly<Record<string, number>>> {
  using folder = temporaryFolder()
  await using databases = databasesByLogs()
  const reading = { vault: folderVault(named(copy)), catalogue: loadCatalogue(), folder, databases }
  const found = await findRows(reading.vault, { wants: () => true, from: '2026-03-01', to: '2026-03-01' })
  const read = found.ok ? await readInPieces(found.value.tables, reading) : found
  if (!read.ok) throw new Error('the copy cannot be read')
  return Object.fromEntries(read.value.data.tables.map(({ table, rows }) => [table.name, rows.length]))
}

test('a cluster reads the vault through external tables that exist meanwhile', async () => {
  enterFolder(project('Hot'))
  const { engine, asked } = await kustoCluster(({ csl, isCommand }) => {
    if (csl.includes('nope')) return [400, { error: { '@message': 'no such column' } }]
    return [200, isCommand ? {} : kustoFrames(['Count:long'], [[3]])]
  })
  await withEmulator(
    async () => {
      await archived()
      const query = (kql: string, ...more: readonly string[]) =>
        tripline(['archive', 'query', kql, '--workspace', 'local', '--engine', engine, '--allow-management', ...more])
      const answer = await query('SigninLogs | count', ...days)
      expect([answer.code, answer.stderr, JSON.parse(answer.stdout).rows]).toEqual([0, '', [[3]]])
      const name = 'tripline_11111111222243338444555555555555'
      const { url } = readEndpoint(stateFolder('.'))!
      expect(asked.map(({ csl }) => csl)).toEqual([
        expect.stringMatching(
          `^\\.create external table ${name} \\(.*${url}/stvault/tripline-archive/SigninLogs;impersonate`,
        ),
        `let SigninLogs = union (external_table("${name}") | where tripline_day between (datetime(2026-02-28) .. datetime(2026-03-01)) and tripline_day in (datetime(2026-02-28), datetime(2026-03-01))) | project ${loadCatalogue()
          .get('SigninLogs')!
          .columns.map(column => column.name)
          .join(', ')};\nSigninLogs | count`,
        `.drop external table ${name} ifexists`,
      ])
      asked.length = 0
      const refused = await query('SigninLogs | where nope', ...days)
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('no such column') })
      expect(asked.at(-1)!.csl).toMatch(/^\.drop external table/)
      expect((await query('AzureDiagnostics | count', ...days)).stderr).toContain('no manifest of 2026-02-28')
      expect((await query('SigninLogs', '--tables', 'Heartbeat', ...days)).stderr).toContain('nothing of Heartbeat')
    },
    '--data',
    'logs',
  )
})

test.each([
  [['--data', 'copy', '--engine', 'kusto=local', '--allow-management'], '--data cannot be used with --engine'],
  [['--workspace', 'local', '--engine', 'kusto=local'], 'needs --allow-management'],
  [['--workspace', 'local', '--allow-management'], '--allow-management needs an engine kusto=…'],
  [['--workspace', 'local', '--engine', 'nope?', '--allow-management'], '--engine nope?: expected'],
])('no archive query with %j', async (argv, message) => {
  enterFolder(project('Hot'))
  const { code, stderr } = await tripline(['archive', 'query', 'SigninLogs', ...days, ...argv])
  expect(code).toBe(2)
  expect(stderr).toContain(message)
})

test('archived rows answer queries, from the vault and from a copy of it', async () => {
  enterFolder(project('Hot'))
  await withEmulator(
    async () => {
      await archived()
      await copyVault('copy')
      for (const where of [
        ['--workspace', 'local'],
        ['--data', 'copy'],
      ]) {
        const ask = async (kql: string, ...more: readonly string[]) => {
          const { code, stdout, stderr } = await tripline(['archive', 'query', kql, ...where, ...days, ...more])
          return code === 0 ? JSON.parse(stdout).rows : `${code} ${stderr}`
        }
        expect(await ask('SigninLogs | summarize count() by IPAddress | sort by IPAddress asc')).toEqual([
          ['192.0.2.1', 2],
          ['192.0.2.2', 1],
        ])
        // A day of it is missing: its rows begin on 1 March.
        expect(await ask('AzureDiagnostics | count')).toContain('AzureDiagnostics: no manifest of 2026-02-28')
        expect(await ask('Heartbeat | count')).toMatch(/^1 .*\n.*nothing of Heartbeat is archived/)
        expect(await ask('SigninLogs | count', '--tables', 'Heartbeat')).toMatch(
          /^1 .*\n.*nothing of Heartbeat is archived/,
        )
        expect(await ask('union Sign* | count', '--tables', 'SigninLogs')).toEqual([[3]])
      }
      const own = ['--from', '2026-03-01', '--to', '2026-03-01', '--format', 'json']
      const filled = await tripline([
        'archive',
        'query',
        'AzureDiagnostics | project Category, keyUri_s',
        '--data',
        'copy',
        ...own,
      ])
      expect(JSON.parse(filled.stdout).rows).toEqual([['AuditEvent', 'k']])
      expect(await piecesOf('copy')).toEqual({ SigninLogs: 2, AzureDiagnostics: 1 })
      const part = 'copy/SigninLogs/2026/03/01/part-0001.jsonl.gz'
      const bytes = readFileSync(part)
      bytes[bytes.length - 1]! ^= 1
      writeFileSync(part, bytes)
      expect(await tripline(['archive', 'query', 'SigninLogs', '--data', 'copy', ...own])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('SigninLogs/2026/03/01/part-0001.jsonl.gz is not what it was'),
      })
    },
    '--data',
    'logs',
  )
})

test('a part in the tier Archive has to be rehydrated', async () => {
  enterFolder(project('Archive'))
  await withEmulator(
    async () => {
      await archived()
      const { code, stdout, stderr } = await tripline([
        'archive',
        'query',
        'SigninLogs',
        '--workspace',
        'local',
        ...days,
      ])
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toContain('SigninLogs/2026/03/01/part-0001.jsonl.gz is in the tier Archive and cannot be read')
      expect(stderr).toContain('az storage blob set-tier')
    },
    '--data',
    'logs',
  )
})

test.each([
  [[], 'pass either --workspace NAME or --data DIR'],
  [['--data', 'x', '--workspace', 'local'], 'pass either --workspace NAME or --data DIR'],
  [['--data', 'nowhere'], 'nowhere'],
])('%j is refused', async (options, said) => {
  enterFolder(project('Hot'))
  const argv = ['archive', 'query', 'SigninLogs', ...days, ...options]
  expect(await tripline(argv)).toMatchObject({ code: 2, stderr: expect.stringContaining(said) })
})
