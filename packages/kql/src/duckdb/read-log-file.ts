import type { DuckDBConnection } from '@duckdb/node-api'
import { type FilePath, realPath, temporaryFolder } from '@tripline/files'
import type { Table } from '@tripline/schemas'
import { empty, integer, join, name, render, type Sql, sql, text, value } from '../sql/sql.ts'
import { ingestionColumn, storedColumn } from '../world/stored-table.ts'
import { normalizeDynamic, stringsAreCertain } from './ambiguous-texts.ts'
import { certainly, fileCell } from './file-cell.ts'
import { measureLines, pieceSize } from './piece-size.ts'
import { sampleKeys } from './sample-keys.ts'

/** A file with one JSON object per line. */
export interface LogFile {
  /** Its columns, including open ones. */
  readonly table: Table
  readonly file: FilePath
  /** The keys of the objects at the start of the file, columns or not. A key that occurs only later must be a column. */
  readonly keys: readonly string[]
  /** Ticks from TimeGenerated to ingestion. */
  readonly ingestionDelay?: bigint
}

/**
 * Stores the rows of a file, and a view of them that looks like any loaded table: columns that the file lacks are constants.
 * False if anything in the file needs more care: malformed lines, repeated keys, values that do not fit, rows without a time,
 * keys that `file` does not list, a byte order mark.
 */
export async function readLogFile(connection: DuckDBConnection, stored: string, file: LogFile): Promise<boolean> {
  const rows = name(`${stored} rows`)
  try {
    const keys = await storeRows(connection, rows, file)
    if (keys && (await isCertain(connection, rows, file.table, keys))) {
      await connection.run(render(viewOf(stored, rows, file, keys), {}))
      return true
    }
  } catch {
    // Whatever the database rejects, the JavaScript reader has a message for.
  }
  await connection.run(render(sql`DROP TABLE IF EXISTS ${rows}`, {}))
  return false
}

/**
 * Two threads do the work, but the database is given three while it reads files: it splits a file among threads only if there
 * are more threads than files, and the file with the keys counts as one.
 */
const threads = {
  reading: 'SET threads = 3; SET external_threads = 2',
  usual: 'SET external_threads = 1; SET threads = 2',
}

/** The keys of the file; undefined if the database should not read it. */
async function storeRows(
  connection: DuckDBConnection,
  rows: Sql,
  file: LogFile,
): Promise<ReadonlySet<string> | undefined> {
  const known = new Set([...file.keys, ...file.table.columns.map(column => column.name)])
  const folder = temporaryFolder()
  const pieces = pieceSize(measureLines(file.file))
  const store = async (keys: readonly string[]): Promise<boolean> => {
    const header = folder.write('keys.jsonl', JSON.stringify(Object.fromEntries(keys.map(key => [key, 'text']))))
    const query = selectCells(file, keys, header, pieces)
    if (query) await connection.run(render(sql`CREATE TABLE ${rows} AS ${query}`, {}))
    return query !== undefined
  }
  try {
    await connection.run(threads.reading)
    let keys = file.keys
    for (const findMore of [sampleKeys, keysOf]) {
      try {
        return (await store(keys)) ? new Set(keys) : undefined
      } catch (error) {
        if (!String(error).includes('has unknown key')) throw error
        keys = [...new Set([...keys, ...(await findMore(file, connection))])]
        if (!keys.every(key => known.has(key))) return undefined
      }
    }
    return (await store(keys)) ? new Set(keys) : undefined
  } finally {
    folder.remove()
    await connection.run(threads.usual)
  }
}

async function keysOf({ file }: LogFile, connection: DuckDBConnection): Promise<readonly string[]> {
  const query = sql`SELECT DISTINCT unnest(keys) FROM (SELECT DISTINCT json_keys(json) AS keys
    FROM read_ndjson_objects(${text(realPath(file))}, format = 'newline_delimited', compression = 'uncompressed'))`
  return (await connection.runAndReadAll(render(query, {}))).getRows().map(([key]) => key as string)
}

/**
 * The database's reader rejects unexpected keys only if it inferred the expected ones itself, and only if all of them are
 * selected. So a file with the keys is read first, and its own row is skipped. The reader does not distinguish names that
 * differ only in case, and treats some characters of a path as patterns.
 */
function selectCells(
  { table, file }: LogFile,
  keys: readonly string[],
  header: string,
  pieces: number | undefined,
): Sql | undefined {
  const folded = new Set(keys.map(key => key.toLowerCase()))
  if (folded.size < keys.length || ['', 'filename', '_ingestiontime'].some(key => folded.has(key))) return undefined
  const path = realPath(file)
  if (/[*?[\]{}\\]/.test(path)) return undefined
  const indices = new Map(table.columns.map((column, index) => [column.name, index]))
  const cells: Sql[] = []
  if (!keys.includes(timeColumn) || !indices.has(timeColumn)) return undefined
  for (const [index, key] of keys.entries()) {
    const column = indices.get(key)
    const cell = column === undefined ? ignored : fileCell[table.columns[column]!.type]
    if (!cell) return undefined
    const written = cell(name(key))
    cells.push(
      sql`${key === timeColumn ? certainly(written) : written} AS ${name(column === undefined ? `ignored${index}` : storedColumn(column))}`,
    )
  }
  return sql`SELECT ${join(cells)}
    FROM read_json([${text(header)}, ${text(path)}], format = 'newline_delimited', compression = 'uncompressed',
      hive_partitioning = false, sample_size = 1, maximum_sample_files = 1, map_inference_threshold = -1${pieces ? sql`, maximum_object_size = ${integer(pieces)}` : empty})
    WHERE filename <> ${text(header)}`
}

const timeColumn = 'TimeGenerated'

/** The cell of a key that is not a column. */
const ignored = (written: Sql): Sql => written

/** Whether all cells are valid; also rewrites the cells of dynamic columns. */
async function isCertain(
  connection: DuckDBConnection,
  rows: Sql,
  { columns }: Table,
  keys: ReadonlySet<string>,
): Promise<boolean> {
  const ofType = (type: 'string' | 'dynamic') =>
    [...columns.keys()]
      .filter(index => columns[index]!.type === type && keys.has(columns[index]!.name))
      .map(index => name(storedColumn(index)))
  if (!(await stringsAreCertain(connection, rows, ofType('string')))) return false
  for (const column of ofType('dynamic')) if (!(await normalizeDynamic(connection, rows, column))) return false
  return true
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
