import type { DuckDBConnection } from '@duckdb/node-api'
import { realPath, temporaryFolder } from '@tripline/files'
import type { Table } from '@tripline/schemas'
import { empty, integer, join, name, render, type Sql, sql, text } from '../sql/sql.ts'
import { storedColumn } from '../world/stored-table.ts'
import { normalizeDynamic, stringsAreCertain } from './ambiguous-texts.ts'
import { certainly, fileCell } from './file-cell.ts'
import { isPattern, type LogFile, type ReadRows, timeColumn } from './log-file.ts'
import { measureLines, pieceSize } from './piece-size.ts'
import { sampleKeys } from './sample-keys.ts'

/** Stores the rows of a file of JSON. */
export async function storeJson(connection: DuckDBConnection, rows: Sql, file: LogFile): Promise<ReadRows | undefined> {
  const keys = await storeRows(connection, rows, file)
  return keys && (await isCertain(connection, rows, file.table, keys)) ? { keys } : undefined
}

/**
 * Two threads do the work, but the database is given three while it reads files: it splits a file among threads only if there
 * are more threads than files, and the file with the keys counts as one.
 */
const threads = {
  reading: 'SET threads = 3; SET external_threads = 2',
  usual: 'SET external_threads = 1; SET threads = 2',
}

/** How the database names the formats, and how a file with one object is written. */
const writing = {
  jsonl: { format: sql`'newline_delimited'`, header: (object: string) => object },
  json: { format: sql`'array'`, header: (object: string) => `[${object}]` },
} as const

const writingOf = ({ format }: LogFile) => writing[format === 'json' ? 'json' : 'jsonl']

/** The keys of the file; undefined if the database should not read it. */
async function storeRows(
  connection: DuckDBConnection,
  rows: Sql,
  file: LogFile,
): Promise<ReadonlySet<string> | undefined> {
  const known = new Set([...file.keys, ...file.table.columns.map(column => column.name)])
  const folder = temporaryFolder()
  const store = async (keys: readonly string[]): Promise<boolean> => {
    const first = writingOf(file).header(JSON.stringify(Object.fromEntries(keys.map(key => [key, 'text']))))
    const query = selectCells(file, keys, folder.write('keys.jsonl', first))
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

async function keysOf(file: LogFile, connection: DuckDBConnection): Promise<readonly string[]> {
  const query = sql`SELECT DISTINCT unnest(keys) FROM (SELECT DISTINCT json_keys(json) AS keys
    FROM read_json_objects(${text(realPath(file.file))}, format = ${writingOf(file).format}, compression = 'uncompressed'))`
  return (await connection.runAndReadAll(render(query, {}))).getRows().map(([key]) => key as string)
}

/**
 * The database's reader rejects unexpected keys only if it inferred the expected ones itself, and only if all of them are
 * selected. So a file with the keys is read first, and its own row is skipped. The reader does not distinguish names that
 * differ only in case.
 */
function selectCells(log: LogFile, keys: readonly string[], header: string): Sql | undefined {
  const { table, file } = log
  const folded = new Set(keys.map(key => key.toLowerCase()))
  if (folded.size < keys.length || ['', 'filename', '_ingestiontime'].some(key => folded.has(key))) return undefined
  const path = realPath(file)
  if (isPattern(path)) return undefined
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
  const pieces = log.format === 'jsonl' ? pieceSize(measureLines(file)) : undefined
  return sql`SELECT ${join(cells)}
    FROM read_json([${text(header)}, ${text(path)}], format = ${writingOf(log).format}, compression = 'uncompressed',
      hive_partitioning = false, sample_size = 1, maximum_sample_files = 1, map_inference_threshold = -1${pieces ? sql`, maximum_object_size = ${integer(pieces)}` : empty})
    WHERE filename <> ${text(header)}`
}

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
