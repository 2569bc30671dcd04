import type { DuckDBConnection } from '@duckdb/node-api'
import { type FilePath, realPath, temporaryFolder } from '@tripline/files'
import { carrier, empty, integer, join, name, render, type Sql, sql, text } from '../sql/sql.ts'
import { storedColumn } from '../world/stored-table.ts'
import { normalizeDynamic, stringsAreCertain } from './ambiguous-texts.ts'
import { compressTables } from './compress-tables.ts'
import { certainly, fileCell, firstPresent, misfit, presentJson, presentText } from './file-cell.ts'
import {
  columnsOfJson,
  isPattern,
  keysByColumn,
  type LogFile,
  type LogFormat,
  type ReadRows,
  timeColumn,
} from './log-file.ts'
import { measureLines, pieceSize } from './piece-size.ts'
import { runOnThreads } from './run-on-threads.ts'
import { sampleKeys } from './sample-keys.ts'
import { keyedValue, objectWith } from './unfolded-keys.ts'

/** Stores the rows of a file of JSON. */
export async function storeJson(connection: DuckDBConnection, rows: Sql, file: LogFile): Promise<ReadRows | undefined> {
  const keys = await storeRows(connection, rows, file)
  const columns = keys && keysByColumn(file, [...keys])
  if (!columns || !(await isCertain(connection, rows, file, columns))) return undefined
  return { keys: new Set(columns.keys()) }
}

/** How the database names the formats, and how a file with one object is written. */
const lines = { format: sql`'newline_delimited'`, header: (object: string) => object }
const writings: Readonly<Partial<Record<LogFormat, typeof lines>>> = {
  json: { format: sql`'array'`, header: object => `[${object}]` },
  cells: { ...lines, format: sql`'array'` },
  objects: { ...lines, format: sql`'unstructured'` },
}

const writingOf = ({ format }: LogFile) => writings[format] ?? lines

const partsOf = ({ parts, file }: LogFile): AsyncIterable<readonly FilePath[]> | Iterable<readonly FilePath[]> =>
  parts?.() ?? [[file]]

/** The keys of the file; undefined if the database should not read it. */
async function storeRows(
  connection: DuckDBConnection,
  rows: Sql,
  file: LogFile,
): Promise<ReadonlySet<string> | undefined> {
  const isKnown = (key: string) => file.keys.includes(key) || keysByColumn(file, [key])?.size === 1
  const folder = temporaryFolder()
  const run = (statement: Sql) => connection.run(render(statement, {}))
  /** Stores the rows of files after those that others had `before`. */
  const storeFiles = async (files: readonly FilePath[], now: ColumnsRead, before?: ColumnsRead): Promise<boolean> => {
    const keysOfJson = new Set([...now.json].flatMap(column => now.columns.get(column)!))
    const object = JSON.stringify(objectWith(now.keys, keysOfJson, file))
    const header = folder.write('keys.jsonl', writingOf(file).header(object))
    const query = selectCells(file, files, now, header)
    if (!query) return false
    const into = before ? sql`INSERT INTO ${rows} BY NAME` : sql`CREATE TABLE ${rows} AS`
    await runOnThreads(connection, files.length > 1 || hasLines(file) ? 2 : 1, sql`${into} ${query}`)
    return true
  }
  /** These keys and those of files that one of the finders finds besides; undefined once none of them does. */
  const withMore = async (
    keys: readonly string[],
    files: readonly FilePath[],
    finders: KeyFinder[],
  ): Promise<readonly string[] | undefined> => {
    for (let find = finders.shift(); find; find = finders.shift()) {
      const found = new Set(keys)
      for (const part of files) for (const key of await find({ ...file, file: part }, connection)) found.add(key)
      if (found.size > keys.length) return [...found].every(isKnown) ? [...found] : undefined
    }
    return undefined
  }
  /** Keys that files of later rows have are added as columns. Those that change how others are read need the file once more. */
  const store = async (
    first: readonly string[],
  ): Promise<{ keys: readonly string[]; isStored: boolean } | undefined> => {
    let keys = first
    let stored: ColumnsRead | undefined
    for await (const files of partsOf(file)) {
      const finders = [sampleKeys, keysOf]
      for (let isRead = false; !isRead; ) {
        const now = columnsRead(file, keys)
        if (!now) return undefined
        if (stored && !addsTo(stored, now)) return { keys, isStored: false }
        try {
          for (const column of stored ? columnsToAdd(file, stored, now) : []) {
            await run(sql`ALTER TABLE ${rows} ADD COLUMN ${column}`)
          }
          stored &&= now
          if (!(await storeFiles(files, now, stored))) return undefined
          stored = now
          isRead = true
          if (file.parts) await compressTables(connection)
        } catch (error) {
          if (!String(error).includes('has unknown key')) throw error
          const more = await withMore(keys, files, finders)
          if (!more) return undefined
          keys = more
        }
      }
    }
    return stored && { keys, isStored: true }
  }
  try {
    for (let keys = file.keys; ; ) {
      const done = await store(keys)
      if (!done || done.isStored) return done && new Set(done.keys)
      keys = done.keys
      await run(sql`DROP TABLE IF EXISTS ${rows}`)
    }
  } finally {
    folder.remove()
  }
}

type KeyFinder = (file: LogFile, connection: DuckDBConnection) => Iterable<string> | Promise<Iterable<string>>

/** Whether rows that were read without some keys are read in the same way with them. */
const addsTo = (before: ColumnsRead, now: ColumnsRead): boolean =>
  [...before.columns].every(
    ([column, keys]) =>
      keys.join('\0') === now.columns.get(column)?.join('\0') && before.json.has(column) === now.json.has(column),
  )

/** The columns of a table that now has more keys, with their types. */
const columnsToAdd = ({ table }: LogFile, before: ColumnsRead, now: ColumnsRead): readonly Sql[] =>
  table.columns.flatMap(({ name: column, type }, index) =>
    now.columns.has(column) && !before.columns.has(column) ? [sql`${name(storedColumn(index))} ${carrier[type]}`] : [],
  )

/** The database splits only lines among threads. */
export const hasLines = ({ format, parts }: LogFile): boolean => format === 'jsonl' && !parts

async function keysOf(file: LogFile, connection: DuckDBConnection): Promise<readonly string[]> {
  const { unfolds } = file
  const keysAt = async (keys: Sql): Promise<readonly string[]> => {
    const query = sql`SELECT DISTINCT unnest(keys) FROM (SELECT DISTINCT ${keys} AS keys
    FROM read_json_objects(${text(realPath(file.file))}, format = ${writingOf(file).format}, compression = 'uncompressed'))`
    return (await connection.runAndReadAll(render(query, {}))).getRows().map(([key]) => key as string)
  }
  const keys = await keysAt(sql`json_keys(json)`)
  if (unfolds === undefined) return keys
  const members = await keysAt(sql`json_keys(json, ${text(`$."${unfolds}"`)})`)
  return [...keys.filter(key => key !== unfolds), ...members.map(member => `${unfolds}.${member}`)]
}

/** What is read under which keys. */
interface ColumnsRead {
  readonly keys: readonly string[]
  /** The keys of each column. */
  readonly columns: ReadonlyMap<string, readonly string[]>
  /** The columns that are read as JSON. */
  readonly json: ReadonlySet<string>
}

/** Undefined if the database does not distinguish the keys, or takes one of them for its own. */
function columnsRead(log: LogFile, keys: readonly string[]): ColumnsRead | undefined {
  const folded = new Set(keys.map(key => key.toLowerCase()))
  if (folded.size < keys.length || ['', 'filename', '_ingestiontime'].some(key => folded.has(key))) return undefined
  if (log.unfolds !== undefined && keys.includes(log.unfolds)) return undefined
  const columns = keysByColumn(log, keys)
  return columns?.has(timeColumn) ? { keys, columns, json: columnsOfJson(log, columns) } : undefined
}

function selectCells(
  log: LogFile,
  files: readonly FilePath[],
  { keys, columns, json }: ColumnsRead,
  header: string,
): Sql | undefined {
  const paths = files.map(realPath)
  if (paths.some(isPattern)) return undefined
  const cells: Sql[] = []
  for (const [index, { name: column, type }] of log.table.columns.entries()) {
    const own = columns.get(column)
    if (!own) continue
    const { missing } = log
    const texts = json.has(column)
      ? own.map(key => presentJson(keyedValue(key, log), missing))
      : own.map(key => presentText(keyedValue(key, log), type, missing))
    const value = fileCell[type]?.(firstPresent(texts, type))
    if (!value) return undefined
    cells.push(sql`${column === timeColumn ? certainly(value) : value} AS ${name(storedColumn(index))}`)
  }
  const read = new Set([...columns.values()].flat())
  const ignored = keys.filter(key => !read.has(key))
  for (const [index, key] of ignored.entries()) cells.push(sql`${keyedValue(key, log)} AS ${name(`ignored${index}`)}`)
  const rows = log.format === 'cells' ? rowsOfCells(log, paths) : rowsOfObjects(log, paths, header)
  return sql`SELECT ${join(cells)} FROM ${rows}`
}

/**
 * The database's reader rejects unexpected keys only if it inferred the expected ones itself, and only if all of them are
 * selected. So a file with the keys is read first, and its own row is skipped. The reader does not distinguish names that
 * differ only in case.
 */
function rowsOfObjects(log: LogFile, paths: readonly string[], header: string): Sql {
  const isHeader = sql`filename = ${text(header)}`
  const isOwn = log.expects ? sql` AND ${orEnd(sql`${isHeader} OR ${isExpected(log.expects)}`)}` : empty
  return sql`read_json([${join([header, ...paths].map(text))}], format = ${writingOf(log).format}, ${reading(log)},
      sample_size = 1, maximum_sample_files = 1, map_inference_threshold = -1)
    WHERE NOT (${isHeader})${isOwn}`
}

/** Every row must have as many cells as there are keys. */
function rowsOfCells(log: LogFile, paths: readonly string[]): Sql {
  const row = name('cells of a row')
  const values = log.keys.map((key, index) => sql`${row}[${integer(index + 1)}] AS ${name(key)}`)
  const isOwn = log.expects ? sql` WHERE ${orEnd(isExpected(log.expects))}` : empty
  return sql`(SELECT ${join(values)}
    FROM read_json([${join(paths.map(text))}], format = ${writingOf(log).format}, ${reading(log)}, records = false,
      columns = {${row}: 'VARCHAR[]'})
    WHERE ${orEnd(sql`len(${row}) = ${integer(log.keys.length)}`)})${isOwn}`
}

/** How a file of JSON is opened, and how much of it a thread reads at once. */
function reading(log: LogFile): Sql {
  const pieces = hasLines(log) ? (log.piece ?? pieceSize(measureLines(log.file))) : undefined
  return sql`compression = 'uncompressed', hive_partitioning = false${pieces ? sql`, maximum_object_size = ${integer(pieces)}` : empty}`
}

/** Ends the reading at a row of which a condition is not true. */
const orEnd = (condition: Sql): Sql => sql`CASE WHEN ${condition} THEN TRUE ELSE ${misfit} END`

const isExpected = ({ key, values }: NonNullable<LogFile['expects']>): Sql =>
  sql`${name(key)} IN (${join(values.map(text))})`

/** Whether all cells are valid; also rewrites the cells of dynamic columns. */
async function isCertain(
  connection: DuckDBConnection,
  rows: Sql,
  log: LogFile,
  read: ReadonlyMap<string, readonly string[]>,
): Promise<boolean> {
  const json = columnsOfJson(log, read)
  const ofType = (wanted: 'string' | 'dynamic') =>
    log.table.columns.flatMap(({ name: column, type }, index) =>
      type === wanted && read.has(column) ? [{ column, stored: name(storedColumn(index)) }] : [],
    )
  const strings = ofType('string').map(({ stored }) => stored)
  if (!(await stringsAreCertain(connection, rows, strings))) return false
  for (const { column, stored } of ofType('dynamic')) {
    if (!(await normalizeDynamic(connection, rows, stored, json.has(column) ? 'json' : 'content'))) return false
  }
  return true
}
