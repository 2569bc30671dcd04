import { gzipSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { plain, renderHuman, renderJson } from '../../../packages/diagnostics/dist/index.js'
import { named } from '../../../packages/files/dist/index.js'
import { loadExternalText, loadFixture, loadWatchlist } from '../../../packages/fixtures/dist/index.js'
import { loadCatalogue } from '../../../packages/schemas/dist/index.js'
import { callTripline } from '../call-tripline.mjs'
import { filesUnder } from '../corpus.mjs'
import { failure } from '../failure.mjs'
import { mutateBytes } from '../mutate/bytes.mjs'
import { mutateDocument } from '../mutate/document.mjs'
import { zstandard } from '../mutate/zstandard.mjs'
import { undecodable, unreadableLog, unreadableText } from '../unreadable.mjs'

const catalogue = loadCatalogue()

/** Recorded rows and their table. */
const recorded = ['test-data', '../shared/real-logs', '../shared/faults/files']
  .flatMap(folder => filesUnder(folder, /\/\w+\.(?:jsonl|json|csv)$/))
  .flatMap(({ path, bytes }) => {
    const [, table, ending] = /(\w+)\.(\w+)$/.exec(path)
    return catalogue.get(table) ? [{ table, ending, bytes }] : []
  })
const lines = recorded.filter(({ ending }) => ending === 'jsonl')
const rowsIn = ({ bytes }) =>
  bytes
    .toString()
    .trim()
    .split('\n')
    .slice(0, 20)
    .map(line => JSON.parse(line))
const watchlists = filesUnder('test-data/watchlists', /\.csv$/).map(({ bytes }) => bytes)

const cell = value =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)

function csv(rows) {
  const names = [...new Set(rows.flatMap(Object.keys))]
  const quoted = text => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return Buffer.from(
    [names, ...rows.map(row => names.map(name => cell(row[name])))]
      .map(cells => `${cells.map(quoted).join(',')}\n`)
      .join(''),
  )
}

function parquet(rows, at) {
  const names = [...new Set(rows.flatMap(Object.keys))]
  const codec = at.one(['UNCOMPRESSED', 'SNAPPY'])
  const columnData = names.map(name => ({ name, data: rows.map(row => cell(row[name])), type: 'STRING' }))
  const numbers = [
    { name: 'CallerProcessId', data: rows.map((_, index) => BigInt(index)), type: 'INT64' },
    { name: 'Real', data: rows.map((_, index) => index / 3), type: 'DOUBLE' },
    { name: 'Switch', data: rows.map((_, index) => index % 2 === 0), type: 'BOOLEAN' },
    { name: 'Instant', data: rows.map((_, index) => new Date(index * 1e9)), type: 'TIMESTAMP' },
  ]
  return Buffer.from(
    parquetWriteBuffer({ columnData: [...columnData, ...numbers.filter(({ name }) => !names.includes(name))], codec }),
  )
}

/** Formats of a log: the file extension, and how JSON lines become its bytes. */
const formats = [
  [6, ['jsonl', file => file.bytes]],
  [2, ['ndjson', file => file.bytes]],
  [5, ['json', file => Buffer.from(JSON.stringify(rowsIn(file), undefined, 1))]],
  [6, ['csv', file => csv(rowsIn(file))]],
  [5, ['parquet', (file, at) => parquet(rowsIn(file), at)]],
]

const packings = [
  [6, ['', bytes => bytes]],
  [2, ['.gz', bytes => gzipSync(bytes)]],
  [2, ['.zst', bytes => zstandard(bytes)]],
]

/** A log damaged before or after compression. */
function log(at) {
  const [file, other] = [at.one(lines), at.one(recorded)]
  const [ending, write] = at.weighted(formats)
  const [packed, pack] = at.weighted(packings)
  const bytes = write(file, at)
  const damage = ending === 'json' ? mutateDocument : mutateBytes
  const inner = at.chance(0.7)
  const damaged = inner ? pack(damage(at, bytes, other.bytes)) : mutateBytes(at, pack(bytes), pack(other.bytes))
  return { subject: `logs/${file.table}.${ending}${packed}`, damaged, table: file.table }
}

const readerShares = [
  [18, 'fixture'],
  [1, 'command'],
  [1, 'external'],
]

function make(at) {
  if (at.chance(0.1)) {
    const damaged = mutateBytes(at, at.one(watchlists), at.one(watchlists))
    return { files: { 'logs/list.csv': damaged }, subject: 'logs/list.csv', calls: [], reader: 'watchlist' }
  }
  const isLarge = at.chance(0.01)
  const { subject, damaged, table } = isLarge ? manyRows(at) : log(at)
  const call = [
    'query',
    isLarge ? `${table} | count` : `${table} | where TimeGenerated > ago(1d) | take 3`,
    '--at',
    '2026-03-02T10:00:00Z',
    '--data',
    'logs',
    '--format',
    'json',
  ]
  const reader = isLarge ? 'both' : at.weighted(readerShares)
  return { files: { [subject]: damaged }, subject, calls: [call], reader, table }
}

/** From this size on (bytes), the database reads JSON lines. */
const large = 2 ** 20

/** Many rows, one of them damaged: both readers must find the same. */
function manyRows(at) {
  const file = at.one(lines)
  const line = file.bytes.subarray(0, file.bytes.indexOf(10) + 1)
  const rows = Array(Math.ceil(large / line.length) + 1).fill(line)
  rows[at.below(rows.length)] = Buffer.concat([mutateBytes(at, line, at.one(lines).bytes), Buffer.from('\n')])
  return { damaged: Buffer.concat(rows), table: file.table, subject: `logs/${file.table}.jsonl` }
}

/** Arguments for a reader. The command would open a database, which takes longer than reading any of these files. */
const readers = {
  fixture: ({ subject, table }) => loadFixture(named(subject), catalogue.get(table)),
  watchlist: ({ subject }) => loadWatchlist(named(subject), 'CorpNetworks', 'CIDR'),
  external: ({ subject }) => loadExternalText(named(subject), 'https://data.example/feed.csv'),
}

async function run(input) {
  const { reader, calls } = input
  if (reader === 'command') return { calls: [await callTripline(calls[0])], failures: [] }
  if (reader !== 'both') return { calls: [(await read(input)).call], failures: [] }
  const { call, value } = await read({ ...input, reader: 'fixture' })
  const command = await callTripline(calls[0])
  const counted = value && `[[${value.rows.length}]]`
  const agree = command.code === (value ? 0 : 2) && (!value || command.stdout.replace(/\s/g, '').includes(counted))
  const detail = `${call.stdout}\n${command.stdout}\n${command.stderr}`
  return { calls: [call, command], failures: agree ? [] : [failure('the readers differ', detail)] }
}

/** Calls a reader as the command would. */
async function read(input) {
  const { reader, subject } = input
  let value
  const call = await callTripline([reader, subject], '', async (_, { stdout, stderr }) => {
    const answer = await readers[reader](input)
    value = answer.value
    stdout.write(renderJson(1, answer.diagnostics))
    stderr.write(renderHuman(answer.diagnostics, plain))
    const hasError = answer.diagnostics.some(({ severity }) => severity === 'error')
    if ((value === undefined) !== hasError) throw new Error('a value and an error, or neither')
    return hasError ? 2 : 0
  })
  return { call, value }
}

const isPacked = path => /\.(?:gz|zst)$/.test(path)
const oracles = {
  watchlist: unreadableText,
  external: (bytes, path) => (isPacked(path) ? undefined : undecodable(bytes)),
}
const unreadable = (bytes, { subject, reader }) => (oracles[reader] ?? unreadableLog)(bytes, subject)

export default { make, run, unreadable }
