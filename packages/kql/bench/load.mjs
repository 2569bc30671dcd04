import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { named } from '@tripline/files'
import { loadCatalogue } from '@tripline/schemas'
import { referenceData } from '@tripline/testkit'
import { loadLogs } from '../../fixtures/dist/index.js'
import { openInstance } from '../dist/duckdb/instance.js'
import { openDatabase } from '../dist/engine.js'
import { fixed, show } from './figures.mjs'
import { createSignins, signins } from './signins.mjs'

const [windowsLogs] = referenceData('real-logs/windows/').map(url => fileURLToPath(url))

const naturalTypes = {
  string: 'VARCHAR',
  dynamic: 'JSON',
  datetime: 'TIMESTAMP',
  bool: 'BOOLEAN',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  guid: 'UUID',
}

/**
 * From a file of JSON lines to a table that queries can read, against the database's own reader making a table of the file's
 * columns with their natural types. The two alternate, the fastest of `rounds` counts.
 */
export async function benchLoad({ rows, rounds }) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-load-'))
  try {
    await writeSignins(folder, rows)
    const files = [
      ['sign-ins, bags', join(folder, 'bags.jsonl'), 'SigninLogs'],
      ['sign-ins, JSON as text', join(folder, 'texts.jsonl'), 'SigninLogs'],
    ]
    if (windowsLogs) files.push(['Windows events, real', writeEvents(folder), 'SecurityEvent'])
    else show(['Windows events, real', 'skipped: needs ../shared/real-logs'])
    show(['', 'MB', 'loaded', 'read_json', 'ratio', 'of CPU time'])
    for (const [label, path, name] of files) await compare(label, path, loadCatalogue().get(name), rounds)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function compare(label, path, table, rounds) {
  const size = readFileSync(path).length / 1e6
  const natural = `CREATE TABLE natural_types AS SELECT * FROM read_json('${path}', format = 'newline_delimited',
    columns = {${await columnsOf(path, table)}})`
  const ours = stopwatch()
  const theirs = stopwatch()
  for (let round = 0; round < rounds; round++) {
    const loaded = await ours.time(async () => {
      const opened = await openDatabase()
      return { opened, ...(await loadLogs([{ files: [named(path)], table }], opened, { ingestionDelay: 0n })) }
    })
    if (!loaded.value || loaded.value.length > 0)
      throw new Error(`${path} is not read in the database ${loaded.diagnostics[0]?.message}`)
    loaded.opened.close()
    const { instance, connection } = await theirs.time(async () => {
      const opened = await openInstance('4GB')
      const connection = await opened.connect()
      await connection.run(`SET external_threads = 1; SET threads = 2; ${natural}`)
      return { instance: opened, connection }
    })
    // Otherwise its memory is freed in our time.
    connection.closeSync()
    instance.close()
  }
  const cells = [fixed(size), `${fixed(ours.fastest.clock)} ms`, `${fixed(theirs.fastest.clock)} ms`]
  const ratio = measure => fixed(ours.fastest[measure] / theirs.fastest[measure])
  show([label, ...cells, ratio('clock'), ratio('processor')])
}

/** The least time of several runs, by the clock and of all processors, in milliseconds. */
function stopwatch() {
  const fastest = { clock: Number.POSITIVE_INFINITY, processor: Number.POSITIVE_INFINITY }
  return {
    fastest,
    async time(run) {
      const clock = performance.now()
      const used = process.cpuUsage()
      const result = await run()
      const { user, system } = process.cpuUsage(used)
      fastest.clock = Math.min(fastest.clock, performance.now() - clock)
      fastest.processor = Math.min(fastest.processor, (user + system) / 1000)
      return result
    },
  }
}

/** The file's columns with their types, as `read_json` takes them. */
async function columnsOf(path, table) {
  const database = await openInstance('4GB')
  const lines = `read_ndjson_objects('${path}', format = 'newline_delimited')`
  const keys = await (await database.connect()).runAndReadAll(
    `SELECT DISTINCT unnest(keys) FROM (SELECT DISTINCT json_keys(json) AS keys FROM ${lines})`,
  )
  database.close()
  const types = new Map(table.columns.map(({ name, type }) => [name, naturalTypes[type]]))
  return keys.getRows().map(([key]) => `"${key}": '${types.get(key)}'`)
}

async function writeSignins(folder, rows) {
  const database = await openInstance('4GB')
  const connection = await database.connect()
  await createSignins(connection, rows)
  const time = `strftime(make_timestamp((TimeGenerated - 621355968000000000) // 10), '%Y-%m-%dT%H:%M:%S.%f')
    || (TimeGenerated % 10) || 'Z' AS TimeGenerated`
  const bags = ['DeviceDetail', 'ConditionalAccessPolicies'].map(name => `${name}::JSON AS ${name}`)
  const names = signins.columns.map(([name]) => name)
  for (const [file, replaced] of [
    ['texts', [time]],
    ['bags', [time, ...bags]],
  ]) {
    await connection.run(
      `COPY (SELECT ${names} FROM (SELECT * REPLACE (${replaced}) FROM signins ORDER BY place))
        TO '${join(folder, file)}.jsonl' (FORMAT json)`,
    )
  }
  database.close()
}

/** All the recorded sets one after the other, eight times. */
function writeEvents(folder) {
  const sets = readdirSync(windowsLogs).map(set =>
    gunzipSync(readFileSync(join(windowsLogs, set, 'SecurityEvent.jsonl.gz'))),
  )
  const path = join(folder, 'events.jsonl')
  writeFileSync(path, Buffer.concat(Array.from({ length: 8 }, () => sets).flat()))
  return path
}
