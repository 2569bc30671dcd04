import type { DuckDBConnection } from '@duckdb/node-api'
import { type FilePath, fileSize, realPath } from '@tripline/files'
import { empty, integer, join, name, render, type Sql, sql, text } from '../sql/sql.ts'
import { storedColumn } from '../world/stored-table.ts'
import { normalizeDynamic } from './ambiguous-texts.ts'
import { compressTables } from './compress-tables.ts'
import { countSeparators } from './csv-scan.ts'
import { certainly, fileCell, firstPresent, presentText } from './file-cell.ts'
import { isPattern, keysByColumn, type LogFile, type ReadRows, timeColumn } from './log-file.ts'
import { runOnThreads } from './run-on-threads.ts'

/** Stores the rows of a CSV file. */
export async function storeCsv(connection: DuckDBConnection, rows: Sql, log: LogFile): Promise<ReadRows | undefined> {
  const { keys, table } = log
  const columns = keysByColumn(log, keys)
  const cells = columns && selectCells(log, columns)
  if (!cells) return undefined
  const separators = await (log.parts ? storeParts : storeWhole)(connection, rows, log, cells)
  if (separators === undefined) return undefined
  // The database accepts a record with one empty cell too many.
  const counted = await connection.runAndReadAll(render(sql`SELECT count(*) FROM ${rows}`, {}))
  if (separators !== Number(counted.getRows()[0]![0]) * (keys.length - 1)) return undefined
  for (const [index, { name: column, type }] of table.columns.entries()) {
    const isDynamic = type === 'dynamic' && columns.has(column)
    if (isDynamic && !(await normalizeDynamic(connection, rows, name(storedColumn(index))))) return undefined
  }
  return { keys: new Set(columns.keys()) }
}

/** Stores the rows of a file under a header. Returns how many separators are between their cells; undefined if that is uncertain. */
async function storeWhole(
  connection: DuckDBConnection,
  rows: Sql,
  log: LogFile,
  cells: Sql,
): Promise<number | undefined> {
  const { file, keys, separator } = log
  const records = recordsOf(log, [file])
  if (!records) return undefined
  // At once, since the database has threads of its own; each to its end, since the connection must be free.
  const [stored, separators] = await Promise.allSettled([
    connection.run(render(sql`CREATE TABLE ${rows} AS SELECT ${cells} FROM ${records}`, {})),
    countSeparators(file, separator),
  ])
  if (stored.status === 'rejected' || separators.status === 'rejected') return undefined
  return separators.value === undefined ? undefined : separators.value - (keys.length - 1)
}

/** The same for a file in parts. */
async function storeParts(
  connection: DuckDBConnection,
  rows: Sql,
  log: LogFile,
  cells: Sql,
): Promise<number | undefined> {
  let isFirst = true
  for await (const files of log.parts!()) {
    const records = recordsOf(log, files, Math.max(...files.map(fileSize)))
    if (!records) return undefined
    const into = isFirst ? sql`CREATE TABLE ${rows} AS` : sql`INSERT INTO ${rows}`
    await runOnThreads(connection, files.length > 1 ? 2 : 1, sql`${into} SELECT ${cells} FROM ${records}`)
    await compressTables(connection)
    isFirst = false
  }
  return log.separators?.()
}

function selectCells({ keys, table, missing }: LogFile, keysOf: ReadonlyMap<string, readonly string[]>) {
  // In a file of one column, an empty line is a record for the database.
  if (keys.length < 2 || keys.includes('_IngestionTime') || !keysOf.has(timeColumn)) return undefined
  const cells: Sql[] = []
  for (const [index, { name: column, type }] of table.columns.entries()) {
    const own = keysOf.get(column)
    if (!own) continue
    const texts = own.map(key => presentText(written(keys.indexOf(key)), type, missing))
    const cell = fileCell[type]?.(firstPresent(texts, type))
    if (!cell) return undefined
    cells.push(sql`${column === timeColumn ? certainly(cell) : cell} AS ${name(storedColumn(index))}`)
  }
  return join(cells)
}

/** Longer records are rejected by either reader (bytes). */
const longestRecord = 2 ** 22

/**
 * What the database reads of a file before a thread gets a quarter of it (bytes). With a buffer of its own, a file must fit into
 * that quarter: of longer ones, the database cannot read every row that crosses from one buffer into the next.
 */
const mostBuffered = 2 ** 29
const quarters = 4
const roundedOff = 64

/** `most`: the size of the largest file, if each is to be read by one thread (bytes). */
function recordsOf({ keys, separator = ',' }: LogFile, files: readonly FilePath[], most?: number): Sql | undefined {
  const paths = files.map(realPath)
  if (paths.some(isPattern)) return undefined
  const buffered = most && quarters * Math.max(most + roundedOff, longestRecord)
  const buffer = buffered && buffered <= mostBuffered ? sql`, buffer_size = ${integer(buffered)}` : empty
  const columns = join(keys.map((_, position) => sql`${text(writtenName(position))}: 'VARCHAR'`))
  return sql`read_csv([${join(paths.map(text))}], columns = {${columns}}, auto_detect = false,
    header = true, delim = ${text(separator)}, quote = '"', escape = '"', strict_mode = true,
    max_line_size = ${integer(longestRecord)}${buffer}, compression = 'none', hive_partitioning = false)`
}

const writtenName = (position: number): string => `k${position}`

const written = (position: number): Sql => name(writtenName(position))
