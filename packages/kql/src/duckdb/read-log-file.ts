import type { DuckDBConnection } from '@duckdb/node-api'
import { integer, join, name, render, type Sql, sql, value } from '../sql/sql.ts'
import { ingestionColumn, storedColumn } from '../world/stored-table.ts'
import { type LogFile, type LogFormat, timeColumn } from './log-file.ts'
import { storeCsv } from './store-csv.ts'
import { storeJson } from './store-json.ts'

/** Stores the rows of a file as a table; returns the keys that it has columns for, or undefined if anything is not certain. */
export type RowStore = (
  connection: DuckDBConnection,
  rows: Sql,
  file: LogFile,
) => Promise<ReadonlySet<string> | undefined>

const rowStores: Readonly<Partial<Record<LogFormat, RowStore>>> = { jsonl: storeJson, json: storeJson, csv: storeCsv }

/**
 * Stores the rows of a file, and a view of them that looks like any loaded table: columns that the file lacks are constants.
 * False if anything in the file needs more care: malformed records, repeated keys, values that do not fit, rows without a time,
 * keys that `file` does not list, a byte order mark.
 */
export async function readLogFile(connection: DuckDBConnection, stored: string, file: LogFile): Promise<boolean> {
  const rows = name(`${stored} rows`)
  try {
    const keys = await rowStores[file.format]?.(connection, rows, file)
    if (keys) {
      await connection.run(render(viewOf(stored, rows, file, keys), {}))
      return true
    }
  } catch {
    // Whatever the database rejects, the JavaScript reader has a message for.
  }
  await connection.run(render(sql`DROP TABLE IF EXISTS ${rows}`, {}))
  return false
}

function viewOf(stored: string, rows: Sql, { table, ingestionDelay }: LogFile, keys: ReadonlySet<string>): Sql {
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
  return sql`CREATE VIEW ${name(stored)} AS
    SELECT rowid, ${join(cells)}, ${ingested} AS ${name(ingestionColumn)} FROM ${rows}`
}
