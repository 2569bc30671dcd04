/**
 * What logs in the shapes of other programs cost to load, as ratios to the same rows as plain JSON lines in the same process.
 * `ROWS` measures other sizes, `SHAPE` one shape.
 */
import { closeSync, createReadStream, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { named } from '@tripline/files'
import { loadLogs } from '@tripline/fixtures'
import { openDatabase } from '@tripline/kql/engine'
import { loadCatalogue } from '@tripline/schemas'
import { xmlHead } from '../../fixtures/dist/event-log/event-head.js'
import { createSignins, signins } from '../../kql/bench/signins.mjs'
import { openInstance } from '../../kql/dist/duckdb/instance.js'
import { writeEvents } from './windows-events.mjs'

const rows = Number(process.env.ROWS ?? 1_000_000)
const rounds = 2
/** How often a shape may take the time of JSON lines. */
const most = 2
const [table, events] = ['SigninLogs', 'SecurityEvent'].map(name => loadCatalogue().get(name))
const names = signins.columns.map(([name]) => name)
const bags = ['DeviceDetail', 'ConditionalAccessPolicies']

const csvCell = text => (/[",;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const cells = row => names.map(name => (bags.includes(name) ? JSON.stringify(row[name]) : row[name]))
const portal = iso => {
  const time = new Date(iso)
  const hour = time.getUTCHours()
  const clock = `${hour % 12 || 12}:${iso.slice(14, 23)} ${hour < 12 ? 'AM' : 'PM'}`
  return `${time.getUTCMonth() + 1}/${time.getUTCDate()}/${time.getUTCFullYear()}, ${clock}`
}
const record = ({ TimeGenerated, ResultType, ResultDescription, Location, ...row }) => ({
  time: TimeGenerated,
  resourceId: '/tenants/t/providers/Microsoft.aadiam',
  category: 'SignInLogs',
  resultType: ResultType,
  resultDescription: ResultDescription,
  properties: Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key[0].toLowerCase() + key.slice(1), value]),
  ),
})
const csv = (separator, time, suffix) => [
  'csv',
  `${names.map(name => (name === 'TimeGenerated' ? name + suffix : name)).join(separator)}\n`,
  row => names.map((name, index) => csvCell(index === 0 ? time(row[name]) : cells(row)[index])).join(separator),
  '\n',
  '\n',
]
const columns = JSON.stringify(names.map(name => ({ name, type: bags.includes(name) ? 'dynamic' : 'string' })))

/** The ending of a file, what it begins with, each row, what separates rows, and what it ends with. */
const shapes = {
  'JSON lines': ['jsonl', '', row => JSON.stringify(row), '\n', '\n'],
  'jq, indented': ['json', '', row => JSON.stringify(row, null, 2), '\n', '\n'],
  'Log Analytics API': [
    'json',
    `{"tables":[{"name":"PrimaryResult","columns":${columns},"rows":[`,
    row => JSON.stringify(cells(row)),
    ',',
    ']}]}',
  ],
  'Azure CLI': [
    'json',
    '[\n',
    row =>
      JSON.stringify(
        { TableName: 'PrimaryResult', ...Object.fromEntries(cells(row).map((cell, at) => [names[at], cell])) },
        null,
        2,
      ),
    ',\n',
    ']\n',
  ],
  'advanced hunting': ['json', '{"schema":[],"results":[', row => JSON.stringify(row), ',', ']}'],
  'event hub': ['json', '{"records":[', row => JSON.stringify(record(row)), ',', ']}'],
  'diagnostic setting': ['json', '', row => JSON.stringify(record(row)), '\n', '\n'],
  'portal CSV': csv(',', portal, ' [UTC]'),
  'CSV with semicolons': csv(';', iso => iso, ''),
  'CSV in UTF-16': csv('\t', iso => iso, '').with(0, 'utf16.csv'),
}

const home = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
try {
  const plain = join(home, 'rows.jsonl')
  await writePlain(plain)
  show(['shape', 'MB', 'loaded', 'ratio', 'cores', 'at most'])
  const isWanted = shape => shape === (process.env.SHAPE ?? shape)
  let base
  for (const [shape, layout] of Object.entries(shapes)) {
    if (base && !isWanted(shape)) continue
    const path = join(home, `SigninLogs.${layout[0]}`)
    await writeShape(plain, path, layout)
    base = await compare(shape, table, path, base)
    rmSync(path)
  }
  if (isWanted('Windows events in XML')) {
    const [xml, lines] = ['xml', 'jsonl'].map(ending => join(home, `SecurityEvent.${ending}`))
    writeEvents(xml, rows)
    writeRows(xml, lines)
    await compare('Windows events in XML', events, xml, await compare('their rows', events, lines))
  }
} finally {
  rmSync(home, { recursive: true })
}

/** Shows what a shape costs; `base`: the same for its rows as JSON lines, which it returns. */
async function compare(shape, table, path, base) {
  const least = await load(shape, table, path)
  const ratio = measure => (least[measure] / (base ?? least)[measure]).toFixed(2)
  const size = (statSync(path).size / 1e6).toFixed(0)
  show([shape, size, `${least.clock.toFixed(0)} ms`, ratio('clock'), ratio('cores'), base ? most : ''])
  return base ?? least
}

/** The rows of Windows events as JSON lines. */
function writeRows(xml, path) {
  const [input, output] = [openSync(xml), openSync(path, 'w')]
  const piece = Buffer.alloc(2 ** 20)
  const write = bytes => writeSync(output, bytes) === bytes.length
  const lines = xmlHead(piece.subarray(0, readSync(input, piece)), events).rewriting.lines({ write, end: () => true })
  let isWritten = true
  for (let at = 0, size = 1; isWritten && size > 0; at += size) {
    size = readSync(input, piece, { position: at })
    isWritten = lines.write(piece.subarray(0, size))
  }
  if (!isWritten || !lines.end()) throw new Error('the events are not read')
  closeSync(input)
  closeSync(output)
}

async function writePlain(path) {
  const database = await openInstance('4GB')
  const connection = await database.connect()
  await createSignins(connection, rows)
  const time = `strftime(make_timestamp((TimeGenerated - 621355968000000000) // 10), '%Y-%m-%dT%H:%M:%S.%f') || 'Z'`
  const replaced = [`${time} AS TimeGenerated`, ...bags.map(name => `${name}::JSON AS ${name}`)]
  await connection.run(
    `COPY (SELECT ${names} FROM (SELECT * REPLACE (${replaced}) FROM signins ORDER BY place)) TO '${path}' (FORMAT json)`,
  )
  database.close()
}

async function writeShape(plain, path, [ending, start, write, separator, end]) {
  const encoding = ending.startsWith('utf16') ? 'utf16le' : 'utf8'
  const file = openSync(path, 'w')
  let pending = [start]
  let isFirst = true
  const flush = () => {
    writeSync(file, Buffer.from(pending.join(''), encoding))
    pending = []
  }
  for await (const line of createInterface({ input: createReadStream(plain) })) {
    pending.push(isFirst ? '' : separator, write(JSON.parse(line)))
    isFirst = false
    if (pending.length > 10_000) flush()
  }
  pending.push(end)
  flush()
  closeSync(file)
}

/** The least time of several runs, by the clock and of all processors (milliseconds). */
async function load(shape, table, path) {
  const least = { clock: Number.POSITIVE_INFINITY, cores: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round++) {
    const database = await openDatabase()
    const [clock, used] = [performance.now(), process.cpuUsage()]
    const { value, diagnostics } = await loadLogs([{ files: [named(path)], table }], database, { ingestionDelay: 0n })
    const { user, system } = process.cpuUsage(used)
    least.clock = Math.min(least.clock, performance.now() - clock)
    least.cores = Math.min(least.cores, (user + system) / 1_000)
    database.close()
    if (value?.length !== 0) throw new Error(`${shape} is not read in the database ${diagnostics[0]?.message}`)
  }
  return least
}

function show([label, ...figures]) {
  process.stdout.write(`${[label.padEnd(22), ...figures.map(figure => String(figure).padStart(9))].join('  ')}\n`)
}
