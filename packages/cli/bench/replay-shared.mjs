/**
 * What tests over large logs take: cases that share a log of 200,000 rows, and a rule that runs every five minutes for a day over
 * 1,000,000 rows, beside the same queries written by hand. Whole processes, the query kept, the logs and results not.
 */
import { once } from 'node:events'
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureProcess } from './measured-process.mjs'
import { ruleText } from './replay-pack.mjs'

const bin = process.env.TRIPLINE_BIN ?? fileURLToPath(new URL('../bin/tripline.js', import.meta.url))
const ticks = fileURLToPath(new URL('./ticks-by-hand.mjs', import.meta.url))
const day = Date.UTC(2026, 2, 2)

const shape = {
  name: 'summarize',
  entity: { type: 'Account', identifier: 'FullName', column: 'UserPrincipalName' },
  query: () => `SigninLogs
| where ResultType != "0"
| summarize Failures = count(), Addresses = dcount(IPAddress) by UserPrincipalName
| where Failures > 1000000`,
}
const rule = ruleText(shape, 0).replace('queryFrequency: 1h', 'queryFrequency: 5m')

const home = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
try {
  await measure()
} finally {
  rmSync(home, { recursive: true })
}

async function measure() {
  const shared = await writeProject('shared', 200_000)
  writeSuite(shared, 'one', 1, () => 'at: 2026-03-02T12:00:00Z')
  writeSuite(shared, 'hundred', 100, n => `at: 2026-03-02T${String(n % 24).padStart(2, '0')}:30:00Z`)
  const long = await writeProject('long', 1_000_000)
  writeSuite(long, 'once', 1, () => 'at: 2026-03-02T12:00:00Z')
  writeSuite(long, 'day', 1, () => 'replay: { from: 2026-03-02T00:00:00Z, to: 2026-03-02T23:55:00Z }')
  const env = { ...process.env, XDG_CACHE_HOME: join(home, 'cache'), XDG_STATE_HOME: join(home, 'state') }
  const test = (project, suite) =>
    measureProcess([bin, 'test', `detections/${suite}.test.yaml`, '--no-cache'], { cwd: project, env })
  const byHand = count => measureProcess([ticks, join(long, 'logs/SigninLogs.jsonl'), String(count)], { env })
  // The query is compiled before anything is measured.
  await test(shared, 'one')
  const once = await test(long, 'once')
  const day = await test(long, 'day')
  const [loaded, queried] = [await byHand(0), await byHand(288)]
  const ratio = (day.cores - once.cores) / (queried.cores - loaded.cores)
  const rows = [
    ['1 case over 200,000 rows', await test(shared, 'one'), ''],
    ['100 cases over the same rows', await test(shared, 'hundred'), ''],
    ['1 run over 1,000,000 rows', once, ''],
    ['288 runs over the same rows', day, `each ${ratio.toFixed(2)} × a query by hand`],
    ['the same rows loaded by hand', loaded, ''],
    ['and 288 queries by hand', queried, ''],
  ]
  const header = ['process'.padEnd(34), '  clock', '  cores', '   MiB']
  process.stdout.write(`${header.join('  ')}\n`)
  for (const [name, { clock, cores, peak }, note] of rows) {
    const figures = [
      clock.toFixed(2).padStart(7),
      cores.toFixed(2).padStart(7),
      (peak / 2 ** 20).toFixed(0).padStart(6),
    ]
    process.stdout.write(`${[name.padEnd(34), ...figures, note].join('  ').trimEnd()}\n`)
  }
}

async function writeProject(name, rows) {
  const project = join(home, name)
  mkdirSync(join(project, 'detections'), { recursive: true })
  mkdirSync(join(project, 'logs'))
  writeFileSync(join(project, 'tripline.yaml'), 'workspaces: {}\n')
  writeFileSync(join(project, 'detections/failures.yaml'), rule)
  const log = createWriteStream(join(project, 'logs/SigninLogs.jsonl'))
  for (let row = 0; row < rows; row++) if (!log.write(record(row, rows))) await once(log, 'drain')
  log.end()
  await once(log, 'close')
  return project
}

function writeSuite(project, name, count, schedule) {
  const cases = Array.from(
    { length: count },
    (_, n) => `  - name: case ${n}
    ${schedule(n)}
    data: { SigninLogs: ../logs/SigninLogs.jsonl }
    expect: { alerts: [] }
`,
  )
  writeFileSync(join(project, `detections/${name}.test.yaml`), `rule: failures.yaml\ncases:\n${cases.join('')}`)
}

function record(row, rows) {
  return `${JSON.stringify({
    TimeGenerated: new Date(day + Math.floor((row * 86_400_000) / rows)).toISOString(),
    UserPrincipalName: `user${row % 997}@contoso.example`,
    IPAddress: `10.${row % 200}.${(row >> 3) % 250}.7`,
    ResultType: row % 7 === 0 ? '50126' : '0',
    AppDisplayName: 'Portal',
    Location: 'NL',
    UserAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36',
    CorrelationId: `00000000-0000-4000-8000-${String(row).padStart(12, '0')}`,
    ResultDescription: 'Invalid username or password or invalid on-premise username or password.',
  })}\n`
}
