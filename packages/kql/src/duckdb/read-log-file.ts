import type { DuckDBConnection } from '@duckdb/node-api'
import { integer, join, name, render, type Sql, sql, value } from '../sql/sql.ts'
import { ingestionColumn, storedColumn } from '../world/stored-table.ts'
import { type LogFile, type LogFormat, type ReadRows, type RowReader, timeColumn } from './log-file.ts'
import { readParquet } from './read-parquet.ts'
import { unreadColumn } from './scanned-file.ts'
import { storeCsv } from './store-csv.ts'
import { storeJson } from './store-json.ts'

const rowReaders: Readonly<Record<LogFormat, RowReader>> = {
  jsonl: storeJson,
  json: storeJson,
  objects: storeJson,
  cells: storeJson,
  csv: storeCsv,
  parquet: readParquet,
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
  await connection.run('SET threads = 2')
  try {
    const read = await rowReaders[file.format](connection, rows, file)
    if (read) {
      await connection.run(render(viewOf(stored, rows, file, read), {}))
      return read
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
  const unread = [...(scanned?.near.keys() ?? [])].map(column => name(unreadColumn(column)))
  return sql`CREATE VIEW ${name(stored)} AS
    SELECT rowid, ${join([...cells, ...unread])}, ${ingested} AS ${name(ingestionColumn)} FROM ${rows}`
}
