/**
 * What archiving a generated week costs: 8 tables at files of five minutes, of which one has `ROWS` rows a day (300,000), over
 * `DAYS` days (7); whether a run that is killed at any request is made good by the next; and what a query of the archived rows costs, as a ratio to the same query of the same rows in plain files.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { localCredential } from '@tripline/azure'
import { blobPiece } from '@tripline/azure/blob-store'
import { localBlobs, openBlobStore } from '@tripline/azure/blobs'
import { startEmulator } from '@tripline/emulator'
import { loadCatalogue } from '@tripline/schemas'
import { handClock } from '@tripline/testkit'
import { killedRuns } from './archive-kills.mjs'
import { measureProcess } from './measured-process.mjs'

const rowsPerDay = Number(process.env.ROWS ?? 300_000)
const days = Number(process.env.DAYS ?? 7)
const files = 288
const tables = [
  'SigninLogs',
  ...['AADNonInteractiveUserSignInLogs', 'AuditLogs', 'AzureActivity', 'Heartbeat', 'OfficeActivity', 'SecurityEvent'],
  'Syslog',
]
const rowsOfFile = table => (table === tables[0] ? Math.ceil(rowsPerDay / files) : 5)
const say = line => process.stdout.write(`${line}\n`)
const bar = (value, isMet) => `${value}${isMet ? '' : '  MISSED'}`

const workspace =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.OperationalInsights/workspaces/local'
const accounts =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/archive/providers/Microsoft.Storage/storageAccounts'
const agents = ['Azure Portal', 'Microsoft Teams', 'Office 365 Exchange Online']
const dayAt = index => new Date(Date.UTC(2026, 2, 1 + index)).toISOString().slice(0, 10)
let state = 1
const drawn = most => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
  return state % most
}
const row = time =>
  `${JSON.stringify({
    TimeGenerated: time,
    UserPrincipalName: `user${drawn(5000)}@contoso.example`,
    IPAddress: `198.51.${drawn(100)}.${drawn(255)}`,
    ResultType: ['0', '50126', '50053'][drawn(3)],
    CorrelationId: `${drawn(1e9).toString(16)}-4a4a-8888-${drawn(1e9).toString(16)}`,
    AppDisplayName: agents[drawn(3)],
    UserAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0',
    LocationDetails: { city: 'Seattle', state: 'WA' },
  })}\n`

const exchanges = []
const { value: emulator } = await startEmulator({
  catalogue: loadCatalogue(),
  clock: () => new Date('2026-03-20T00:00:00Z'),
  onExchange: ({ method, url }) => exchanges.push({ method, url }),
})
const agent = new Agent({ keepAlive: true, maxSockets: 4, ca: emulator.ca })
const send = (method, path, body, headers = {}) =>
  new Promise((resolve, reject) => {
    const options = { method, agent, headers: { Authorization: 'Bearer any', ...headers } }
    const sent = request(new URL(path, emulator.url), options, response => {
      response
        .resume()
        .on('end', () => (response.statusCode < 300 ? resolve() : reject(new Error(`${method} ${path}`))))
    })
    // An idle connection may have been closed meanwhile.
    const again = error => (sent.reusedSocket ? resolve(send(method, path, body, headers)) : reject(error))
    sent.on('error', again).end(body)
  })
const arm = (path, body = {}) => send('PUT', `${accounts}/${path}?api-version=2025-01-01`, JSON.stringify(body))

const folder = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
let bytes = 0

/** Lands the week, and writes it to plain files. */
async function land() {
  for (const account of ['landing', 'vault']) {
    await arm(account, { location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } })
  }
  await arm('vault/blobServices/default/containers/vault')
  mkdirSync(join(folder, 'plain'))
  for (const table of tables) {
    const container = `am-${table.toLowerCase()}`
    await arm(`landing/blobServices/default/containers/${container}`)
    const plain = openSync(join(folder, 'plain', `${table}.jsonl`), 'w')
    for (let day = 0; day < days; day++) {
      let landing = []
      for (let file = 0; file < files; file += 1) {
        const [hour, minute] = [Math.floor(file / 12), (file % 12) * 5].map(part => String(part).padStart(2, '0'))
        const time = `${dayAt(day)}T${hour}:${minute}`
        const text = Array.from({ length: rowsOfFile(table) }, (_, index) =>
          row(`${time.slice(0, 15)}${Number(time[15])}:${String(index % 60).padStart(2, '0')}.0000000Z`),
        ).join('')
        const [year, month, date] = dayAt(day).split('-')
        const path = `/landing/${container}/WorkspaceResourceId=${workspace.toLowerCase()}/y=${year}/m=${month}/d=${date}/h=${hour}/m=${minute}/PT05M.json`
        const create = send('PUT', path, '', { 'x-ms-blob-type': 'AppendBlob' })
        landing.push(create.then(() => send('PUT', `${path}?comp=appendblock`, text)))
        writeSync(plain, text)
        bytes += Buffer.byteLength(text)
        // An hour at a time: an idle connection is soon closed.
        if (landing.length < 12) continue
        await Promise.all(landing)
        landing = []
      }
    }
    closeSync(plain)
  }
}

async function archiveRun() {
  exchanges.length = 0
  const child = fork(fileURLToPath(new URL('archive-process.mjs', import.meta.url)), { execArgv: [] })
  child.send({
    emulator: { url: emulator.url, ca: emulator.ca },
    container: 'vault',
    workspace,
    tables,
    first: dayAt(0),
    until: dayAt(days - 1),
    counts: Object.fromEntries(tables.map(table => [table, rowsOfFile(table) * 12])),
  })
  const [result] = await once(child, 'message')
  return { ...result, requests: [...exchanges] }
}

async function copyVault() {
  const store = openBlobStore(localBlobs('vault', emulator), 'vault', localCredential, handClock())
  const listed = await store.list('')
  for (const { name, length } of listed.value) {
    const pieces = []
    for (let from = 0; from < length; from += blobPiece) {
      pieces.push((await store.read(name, from, Math.min(blobPiece, length - from))).value)
    }
    mkdirSync(dirname(join(folder, 'vault', name)), { recursive: true })
    writeFileSync(join(folder, 'vault', name), Buffer.concat(pieces))
  }
}

const bin = fileURLToPath(new URL('../bin/tripline.js', import.meta.url))

/** Seconds of processor time that a command takes, the least of three. */
async function timeOf(argv) {
  const times = []
  for (let count = 0; count < 3; count++) times.push((await measureProcess([bin, ...argv], { cwd: folder })).cores)
  return Math.min(...times)
}

try {
  await land()
  const megabytes = bytes / 1e6
  const first = await archiveRun()
  for (const problem of first.problems) say(`PROBLEM ${JSON.stringify(problem)}`)
  const rate = megabytes / first.seconds
  say(
    `archive run of ${first.days} days of tables, ${megabytes.toFixed(0)} MB of JSON in ${tables.length * days * files} files: ${bar(`${rate.toFixed(0)} MB a second of processor time`, rate >= 40)}, ${bar(`${first.memory.toFixed(0)} MB of memory`, first.memory < 400)}`,
  )
  const second = await archiveRun()
  const others = second.requests.filter(({ method, url }) => method !== 'GET' || !url.includes('comp=list'))
  say(
    `a second run: ${second.days} days, ${second.requests.length} requests, ${bar(`${others.length} other than lists`, others.length === 0)}`,
  )
  await arm('kills', { location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } })
  for (const table of tables) await arm(`kills/blobServices/default/containers/am-${table.toLowerCase()}`)
  const { boundaries, parts, faults } = await killedRuns({
    tables,
    workspace,
    open: (account, container) => openBlobStore(localBlobs(account, emulator), container, localCredential, handClock()),
    create: name => arm(`vault/blobServices/default/containers/${name}`),
    async land(table, hour, line) {
      const path = `/kills/am-${table.toLowerCase()}/WorkspaceResourceId=${workspace.toLowerCase()}/y=2026/m=03/d=01/h=${hour}/m=30/PT05M.json`
      await send('PUT', path, '', { 'x-ms-blob-type': 'AppendBlob' })
      await send('PUT', `${path}?comp=appendblock`, line)
    },
  })
  for (const fault of faults) say(`FAULT ${fault}`)
  say(
    `killed at each of ${boundaries} requests and run again: ${bar(`${faults.length} vaults that are not whole or have a part twice`, faults.length === 0)}, of ${parts} parts`,
  )
  await copyVault()
  const kql = 'SigninLogs | summarize count(), dcount(IPAddress) by ResultType, bin(TimeGenerated, 1d)'
  const plain = await timeOf(['query', kql, '--data', 'plain'])
  const archived = await timeOf([
    'archive',
    'query',
    kql,
    '--data',
    'vault',
    '--from',
    dayAt(0),
    '--to',
    dayAt(days - 1),
  ])
  const ratio = archived / plain
  say(`archive query: ${bar(`${ratio.toFixed(2)} × the time of the same query of plain files`, ratio <= 1.5)}`)
} finally {
  agent.destroy()
  await emulator.close()
  rmSync(folder, { recursive: true, force: true })
}
