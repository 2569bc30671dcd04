import type { DuckDBConnection } from '@duckdb/node-api'
import { integer, join, name, render, type Sql, sql, value } from '../sql/sql.ts'
import { ingestionColumn, storedColumn } from '../world/stored-table.ts'
import { type LogFile, type LogFormat, type ReadRows, type RowReader, timeColumn } from './log-file.ts'
import { readParquet } from './read-parquet.ts'
import { unreadColumn } from './scanned-file.ts'
import { storeCsv } from './store-csv.ts'
import { storeJson } from './store-json.ts'

/** Two threads do the work: one of the database's own and the one that calls it. */
const threads = 'SET external_threads = 1; SET threads = 2'

/**
 * The same, though the database is given three: it splits a file of JSON among threads only if there are more threads than files,
 * and one with the keys counts as a file.
 */
const splittingThreads = 'SET threads = 3; SET external_threads = 2'

const rowReaders: Readonly<Record<LogFormat, { readonly read: RowReader; readonly settings: string }>> = {
  jsonl: { read: storeJson, settings: splittingThreads },
  json: { read: storeJson, settings: threads },
  objects: { read: storeJson, settings: threads },
  cells: { read: storeJson, settings: threads },
  csv: { read: storeCsv, settings: threads },
  parquet: { read: readParquet, settings: threads },
}

/**
 * Reads the rows of a file, and makes a view of them that looks like any loaded table: columns that the file lacks are constants.
 * Undefined if anything in the file needs more care: malformed records, repeated keys, values that do not fit, rows without a time,
 * keys that `file` does not list, a byte order mark.
 */
export async function readLogFile(
  connection: DuckDBConnection,
  stored: string,
  file: LogFile,
): Promise<ReadRows | undefined> {
  const rows = name(`${stored} rows`)
  const { read, settings } = rowReaders[file.format]
  await connection.run(file.parts ? threads : settings)
  try {
    const found = await read(connection, rows, file)
    if (found) {
      await connection.run(render(viewOf(stored, rows, file, found), {}))
      return found
    }
  } catch {
    // Whatever the database rejects, the JavaScript reader has a message for.
  }
  await connection.run(render(sql`DROP TABLE IF EXISTS ${rows}`, {}))
  return undefined
}

function viewOf(stored: string, rows: Sql, { table, ingestionDelay }: LogFile, { keys, scanned }: ReadRows): Sql {
  const time = name(storedColumn(table.columns.findIndex(column => column.name === timeColumn)))
  const cells = table.columns.map((column, index) => {
    const cell = name(storedColumn(index))
    const missing = value(column.type === 'string' ? '' : null, column.type)
    // The database optimises `coalesce` away if every row has a value.
    const present = column.type === 'string' ? sql`coalesce(${cell}, '')` : cell
    return sql`${keys.has(column.name) ? present : missing} AS ${cell}`
  })
  const ingested =
    ingestionDelay === undefined ? value(null, 'long') : sql`${time} + CAST(${integer(ingestionDelay)} AS BIGINT)`
  const unread = [...(scanned?.compare.keys() ?? [])].map(column => name(unreadColumn(column)))
  return sql`CREATE VIEW ${name(stored)} AS
    SELECT rowid, ${join([...cells, ...unread])}, ${ingested} AS ${name(ingestionColumn)} FROM ${rows}`
}
