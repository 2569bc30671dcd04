/**
 * A query over the last hour of a Parquet file, as a ratio to the same query of the database, and the memory that it takes: `FILE
 * ROWS`. A process of its own, because others have higher peaks.
 */
import { named } from '@tripline/files'
import { loadLogs } from '@tripline/fixtures'
import { openDatabase, openEngine } from '@tripline/kql/engine'
import { loadCatalogue } from '@tripline/schemas'
import { openInstance } from '../../kql/dist/duckdb/instance.js'
import { report, stopwatch } from './compared-times.mjs'
import { showFigure } from './figure-table.mjs'

const rounds = 9
const [path, rows] = process.argv.slice(2)
const catalogue = loadCatalogue()
const end = 1_767_225_600_000_000n + BigInt(rows) * 8_640n
const now = 621_355_968_000_000_000n + end * 10n
const kql = 'SigninLogs | where TimeGenerated > ago(1h) | summarize count(), dcount(UserPrincipalName) by ResultType'
const sql = `SELECT ResultType, count(*), approx_count_distinct(UserPrincipalName) FROM read_parquet('${path}')
  WHERE TimeGenerated > make_timestamp(${end - 3_600_000_000n}) GROUP BY ALL`

const logs = [{ files: [named(path)], table: catalogue.get('SigninLogs') }]
const open = into => loadLogs(logs, into, { ingestionDelay: 0n })
const database = await openDatabase()
await open(database)
const engine = await openEngine(catalogue, { tables: [] }, { database })
const answer = async () => {
  const { ok, diagnostics } = await engine.run({ kql, now })
  if (!ok) throw new Error(diagnostics[0].message)
}
await answer()
const peak = process.resourceUsage().maxRSS * 1_024

const instance = await openInstance('4GB')
const connection = await instance.connect()
await connection.run('SET threads = 2')
const [opening, opened] = [stopwatch(), stopwatch()]
for (let round = 0; round < rounds; round++) {
  const another = await openDatabase()
  await opening.time(() => open(another))
  another.close()
  await opened.time(() => connection.run(`DESCRIBE SELECT * FROM read_parquet('${path}')`))
}
const [ours, theirs] = [stopwatch(), stopwatch()]
for (let round = 0; round < rounds; round++) {
  await ours.time(answer)
  await theirs.time(() => connection.runAndReadAll(sql))
}
report('long.parquet opened', path, opening, opened)
report(`last hour of ${rows} rows of Parquet`, path, ours, theirs, 1.3)
showFigure('memory with Parquet', peak / 1e6, 'MB', 1_500)
await engine.close()
database.close()
instance.close()
