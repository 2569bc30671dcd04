/**
 * What large logs cost in every format, as ratios to the database's own readers in the same process: loading, and a query over
 * the last hour of a Parquet file.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { named } from '@tripline/files'
import { loadLogs } from '@tripline/fixtures'
import { openDatabase } from '@tripline/kql/engine'
import { loadCatalogue } from '@tripline/schemas'
import { createSignins, signins } from '../../kql/bench/signins.mjs'
import { openInstance } from '../../kql/dist/duckdb/instance.js'
import { report, stopwatch } from './compared-times.mjs'
import { scaled } from './figure-table.mjs'

const rows = scaled(500_000, 100_000)
const parquetRows = scaled(10_000_000, 1_000_000)
const rounds = 5
const table = loadCatalogue().get('SigninLogs')
const scan = fileURLToPath(new URL('./parquet-scan.mjs', import.meta.url))
const names = signins.columns.map(([name]) => name)
const bags = ['DeviceDetail', 'ConditionalAccessPolicies']
const types = {
  ...Object.fromEntries(names.map(name => [name, 'VARCHAR'])),
  TimeGenerated: 'TIMESTAMP',
  ...Object.fromEntries(bags.map(name => [name, 'JSON'])),
}
const columns = `{${Object.entries(types).map(([name, type]) => `"${name}": '${type}'`)}}`
const time = 'make_timestamp((TimeGenerated - 621355968000000000) // 10)'
const text = `strftime(${time}, '%Y-%m-%dT%H:%M:%S.%f') || 'Z'`

/** How the database writes and reads each format, and how often ours may take its time. */
const formats = [
  [
    'jsonl',
    text,
    'FORMAT json',
    file => `read_json('${file}', format = 'newline_delimited', columns = ${columns})`,
    1.2,
  ],
  [
    'jsonl.gz',
    text,
    'FORMAT json, COMPRESSION gzip',
    file => `read_json('${file}', format = 'newline_delimited', columns = ${columns})`,
    1.2,
  ],
  [
    'json',
    text,
    'FORMAT json, ARRAY true',
    file => `read_json('${file}', format = 'array', columns = ${columns})`,
    1.2,
  ],
  [
    'json.gz',
    text,
    'FORMAT json, ARRAY true, COMPRESSION gzip',
    file => `read_json('${file}', format = 'array', columns = ${columns})`,
    1.2,
  ],
  ['csv', text, 'FORMAT csv', file => `read_csv('${file}', header = true, columns = ${columns})`, 1.3],
  [
    'csv.gz',
    text,
    'FORMAT csv, COMPRESSION gzip',
    file => `read_csv('${file}', header = true, columns = ${columns})`,
    1.3,
  ],
  ['parquet', time, 'FORMAT parquet, COMPRESSION zstd', file => `read_parquet('${file}')`, 1.2],
]

export async function showLogFigures() {
  const home = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
  try {
    await writeLogs(home)
    for (const [format, , , read, most] of formats) {
      await compareLoading(`${format}, to the database's reader`, join(home, `SigninLogs.${format}`), read, most)
    }
    const path = join(home, 'long.parquet')
    execFileSync(process.execPath, [scan, path, String(parquetRows)], { stdio: 'inherit' })
  } finally {
    rmSync(home, { recursive: true })
  }
}

async function writeLogs(home) {
  const database = await openInstance('4GB')
  const connection = await database.connect()
  await connection.run('SET threads = 2')
  await createSignins(connection, rows)
  for (const [format, written, options] of formats) {
    const replaced = [
      `${written} AS TimeGenerated`,
      ...(format.startsWith('json') ? bags.map(name => `${name}::JSON AS ${name}`) : []),
    ]
    await connection.run(
      `COPY (SELECT ${names} FROM (SELECT * REPLACE (${replaced}) FROM signins ORDER BY place)) TO '${join(home, `SigninLogs.${format}`)}' (${options})`,
    )
  }
  const long = `SELECT make_timestamp(1767225600000000 + i * 8640) AS TimeGenerated, 'user' || (i % 1000) AS UserPrincipalName,
    CASE WHEN hash(i) % 20 = 0 THEN '50126' ELSE '0' END AS ResultType, 'request ' || hash(i) AS ResultDescription FROM range(${parquetRows}) t(i)`
  await connection.run(`COPY (${long}) TO '${join(home, 'long.parquet')}' (FORMAT parquet, COMPRESSION zstd)`)
  database.close()
}

async function compareLoading(name, path, read, most) {
  const [ours, theirs] = [stopwatch(), stopwatch()]
  for (let round = 0; round < rounds; round++) {
    const database = await ours.time(async () => {
      const opened = await openDatabase()
      const { value, diagnostics } = await loadLogs([{ files: [named(path)], table }], opened, { ingestionDelay: 0n })
      if (value?.length !== 0) throw new Error(`${path} is not read in the database ${diagnostics[0]?.message}`)
      return opened
    })
    database.close()
    const { instance, connection } = await theirs.time(async () => {
      const opened = await openInstance('4GB')
      const connection = await opened.connect()
      await connection.run('SET threads = 2')
      await connection.run(`CREATE TABLE natural_types AS SELECT * FROM ${read(path)}`)
      return { instance: opened, connection }
    })
    // Otherwise its memory is freed in our time.
    connection.closeSync()
    instance.close()
  }
  report(name, path, ours, theirs, most)
}
