import { openInstance } from '../duckdb/instance.ts'
import { loadTable } from '../duckdb/load-table.ts'
import type { LogFile } from '../duckdb/log-file.ts'
import { logName } from '../duckdb/log-rows.ts'
import { allColumns } from '../duckdb/own-tables.ts'
import { fittedPieces, measureLines, rowGroupOfParts } from '../duckdb/piece-size.ts'
import { readLogFile } from '../duckdb/read-log-file.ts'
import { hasLines } from '../duckdb/store-json.ts'
import type { StorableRows } from '../duckdb/stored-cells.ts'
import { empty, integer, name, render, type Sql, sql, text } from '../sql/sql.ts'
import type { StoredLog } from '../world/dataset.ts'
import { ingestionColumn } from '../world/stored-table.ts'

/** A new database file that can be filled once. */
export interface LogWriter {
  /** Reads a file; false if it contains anything that may not become exactly the cells of a `TypedTable`. */
  read(file: LogFile): Promise<boolean>
  /** Rows with the ingestion times that they have of their own. */
  write(rows: StorableRows): Promise<void>
}

/** Fills a file and returns what users of the log need to know, as plain JSON; throws if the log cannot be stored. */
export type FillLog<Notes> = (writer: LogWriter) => Promise<Notes>

/** A log, and what its reader noted about it. */
export interface NotedLog<Notes> {
  readonly log: StoredLog
  readonly notes: Notes
}

const [alias, rows] = [name('new log'), 'rows to store']

const memory = '4GB'

/** Only this version of the database reads the file, so it need not be of a form that earlier ones read. */
const attachment = (file: string, rowGroup?: number): Sql =>
  sql`ATTACH ${text(file)} AS ${alias} (TYPE duckdb, STORAGE_VERSION 'latest'${rowGroup ? sql`, ROW_GROUP_SIZE ${integer(rowGroup)}` : empty})`

/** Creates a database file with the rows that `fill` puts into it. */
export async function writeLog<Notes>(file: string, fill: FillLog<Notes>): Promise<NotedLog<Notes>> {
  const instance = await openInstance(memory)
  const connection = await instance.connect()
  const run = (statement: Sql) => connection.run(render(statement, {}))
  let attaching: Promise<unknown> | undefined
  const attach = (rowGroup?: number) => (attaching ??= run(sql`${attachment(file, rowGroup)}; USE ${alias}`))
  let table: StoredLog['table'] | undefined
  try {
    const notes = await fill({
      async read(log) {
        const pieces = hasLines(log) ? fittedPieces(measureLines(log.file)) : undefined
        const { parts } = log
        await attach(parts ? rowGroupOfParts : pieces?.rowGroup)
        const fitted = parts ? { parts: () => parts('file') } : { piece: pieces?.bytes }
        // All rows are stored, as if the file were to be removed.
        const read = await readLogFile(connection, logName, { ...log, ...fitted, isTemporary: true })
        if (read) table = log.table
        return read !== undefined
      },
      async write(content) {
        await attach()
        await loadTable(connection, rows, content, allColumns(content))
        await run(sql`CREATE TABLE ${name(logName)} AS FROM temp.${name(rows)}`)
        table = content.table
      },
    })
    if (!table) throw new Error('nothing was stored')
    const count = sql`SELECT count(*), count(${name(ingestionColumn)}) FROM ${name(logName)}`
    const [[rowCount, own]] = (await connection.runAndReadAll(render(count, {}))).getRows() as [[bigint, bigint]]
    await run(sql`USE memory; DETACH ${alias}`)
    return { log: { table, file, rowCount: Number(rowCount), hasIngestionTimes: own > 0n }, notes }
  } finally {
    connection.closeSync()
    instance.close()
  }
}
