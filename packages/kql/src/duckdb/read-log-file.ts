import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Table } from '@tripline/schemas'
import { ingestionColumn, storedColumn } from '../emit/scan.ts'
import { integer, join, name, render, type Sql, sql, text, value } from '../emit/sql.ts'
import { fileCell } from './file-cell.ts'
import { settleDynamic, stringsAreCertain } from './settle-texts.ts'

/** A file of JSON objects, one a line. */
export interface LogFile {
  /** Its columns, open ones included. */
  readonly table: Table
  /** Absolute. */
  readonly path: string
  /** The keys of the objects at the file's start, columns or not. One that only comes later must be a column. */
  readonly keys: readonly string[]
  /** Ticks from TimeGenerated to ingestion. */
  readonly ingestionDelay?: bigint
}

/**
 * Stores the rows of a file, and a view over them that looks like any loaded table: columns that the file lacks are
 * constants there. False when anything in the file is to be read with more care: malformed lines, repeated keys, values that
 * do not fit, rows without a time, keys that `file` does not tell of.
 */
export async function readLogFile(connection: DuckDBConnection, stored: string, file: LogFile): Promise<boolean> {
  const rows = name(`${stored} rows`)
  try {
    const keys = await storeRows(connection, rows, file)
    const written = keys && (await writtenColumns(connection, rows, file.table, keys))
    if (written && (await isCertain(connection, rows, file, written))) {
      await connection.run(render(viewOf(stored, rows, file, written), {}))
      return true
    }
  } catch {
    // Whatever the database refuses, the careful reader has words for.
  }
  await connection.run(render(sql`DROP TABLE IF EXISTS ${rows}`, {}))
  return false
}

/** The keys of the file; undefined when it is not to be read here. */
async function storeRows(
  connection: DuckDBConnection,
  rows: Sql,
  file: LogFile,
): Promise<ReadonlySet<string> | undefined> {
  const folder = await mkdtemp(joinPath(tmpdir(), 'tripline-'))
  const store = async (keys: readonly string[]): Promise<boolean> => {
    const header = joinPath(folder, 'keys.jsonl')
    await writeFile(header, JSON.stringify(Object.fromEntries(keys.map(key => [key, 'text']))))
    const query = selectCells(file, keys, header)
    if (query) await connection.run(render(sql`CREATE TABLE ${rows} AS ${query}`, {}))
    return query !== undefined
  }
  try {
    return (await store(file.keys)) ? new Set(file.keys) : undefined
  } catch (error) {
    if (!String(error).includes('has unknown key')) throw error
    const keys = await keysOf(connection, file)
    return keys && (await store(keys)) ? new Set(keys) : undefined
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** All keys of a file; undefined when one that is no column only comes after those that `file` tells of. */
async function keysOf(
  connection: DuckDBConnection,
  { table, path, keys }: LogFile,
): Promise<readonly string[] | undefined> {
  const query = sql`SELECT DISTINCT unnest(keys) FROM
    (SELECT any_value(keys) AS keys FROM (SELECT json_keys(json) AS keys FROM ${linesOf(path)}) GROUP BY hash(keys))`
  const found = (await connection.runAndReadAll(render(query, {}))).getRows().map(([key]) => key as string)
  const told = new Set([...keys, ...table.columns.map(column => column.name)])
  return found.every(key => told.has(key)) ? found : undefined
}

/**
 * The database's reader refuses keys that it does not expect only where it found out itself what to expect, and only when all
 * of them are selected: so a file with the keys comes first, whose own row is left out. Names that differ by case alone are
 * one to it, and some characters of a path are patterns.
 */
function selectCells({ table, path }: LogFile, keys: readonly string[], header: string): Sql | undefined {
  const folded = new Set(keys.map(key => key.toLowerCase()))
  if (folded.size < keys.length || ['', 'filename', '_ingestiontime'].some(key => folded.has(key))) return undefined
  if (/[*?[\]{}\\]/.test(path)) return undefined
  const places = new Map(table.columns.map((column, place) => [column.name, place]))
  const cells: Sql[] = []
  for (const [index, key] of keys.entries()) {
    const place = places.get(key)
    const cell = place === undefined ? ignored : fileCell[table.columns[place]!.type]
    if (!cell) return undefined
    cells.push(sql`${cell(name(key))} AS ${name(place === undefined ? `ignored${index}` : storedColumn(place))}`)
  }
  return sql`SELECT ${join(cells)}
    FROM read_json([${text(header)}, ${text(path)}], format = 'newline_delimited', compression = 'uncompressed',
      hive_partitioning = false, sample_size = 1, maximum_sample_files = 1, map_inference_threshold = -1)
    WHERE filename <> ${text(header)}`
}

/** The cell of a key that is no column. */
const ignored = (written: Sql): Sql => written

/** For each column that the file has: whether no row lacks it. Undefined when a row lacks its time. */
async function writtenColumns(
  connection: DuckDBConnection,
  rows: Sql,
  { columns }: Table,
  keys: ReadonlySet<string>,
): Promise<ReadonlyMap<number, boolean> | undefined> {
  const places = [...columns.keys()].filter(place => keys.has(columns[place]!.name))
  const counts = places.map(place => sql`count(${name(storedColumn(place))})`)
  const answer = await connection.runAndReadAll(
    render(sql`SELECT ${join([sql`count(*)`, ...counts])} FROM ${rows}`, {}),
  )
  const [all, ...filled] = answer.getRows()[0]!
  const written = new Map(places.map((place, index) => [place, filled[index] === all]))
  return written.get(columns.findIndex(column => column.name === 'TimeGenerated')) ? written : undefined
}

/** Whether the cells are what they have to be; those of dynamic columns are made so. */
async function isCertain(
  connection: DuckDBConnection,
  rows: Sql,
  { table, path }: LogFile,
  written: ReadonlyMap<number, boolean>,
): Promise<boolean> {
  const ofType = (type: 'string' | 'dynamic') =>
    [...written.keys()].filter(place => table.columns[place]!.type === type).map(place => name(storedColumn(place)))
  if (await hasLooseCommas(connection, path)) return false
  if (!(await stringsAreCertain(connection, rows, ofType('string')))) return false
  for (const column of ofType('dynamic')) if (!(await settleDynamic(connection, rows, column))) return false
  return true
}

const linesOf = (path: string): Sql =>
  sql`read_ndjson_objects(${text(path)}, format = 'newline_delimited', compression = 'uncompressed')`

/** The database overlooks a comma before a closing bracket, which is no JSON. */
async function hasLooseCommas(connection: DuckDBConnection, path: string): Promise<boolean> {
  const query = sql`SELECT 1 FROM ${linesOf(path)} WHERE regexp_matches(json, ',[ \t\r]*[}\\]]') LIMIT 1`
  return (await connection.runAndReadAll(render(query, {}))).currentRowCount > 0
}

function viewOf(
  stored: string,
  rows: Sql,
  { table, ingestionDelay }: LogFile,
  written: ReadonlyMap<number, boolean>,
): Sql {
  const time = name(storedColumn(table.columns.findIndex(column => column.name === 'TimeGenerated')))
  const cells = table.columns.map(({ type }, place) => {
    const column = name(storedColumn(place))
    const missing = value(type === 'string' ? '' : null, type)
    const full = written.get(place)
    const cell = full === undefined ? missing : full || type !== 'string' ? column : sql`coalesce(${column}, '')`
    return sql`${cell} AS ${column}`
  })
  const ingested =
    ingestionDelay === undefined ? value(null, 'long') : sql`${time} + CAST(${integer(ingestionDelay)} AS BIGINT)`
  return sql`CREATE VIEW ${name(stored)} AS
    SELECT rowid, ${join(cells)}, ${ingested} AS ${name(ingestionColumn)} FROM ${rows}`
}
