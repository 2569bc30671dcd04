import type { DuckDBConnection } from '@duckdb/node-api'
import { realPath } from '@tripline/files'
import { integer, join, name, render, type Sql, sql, text } from '../sql/sql.ts'
import { storedColumn } from '../world/stored-table.ts'
import { normalizeDynamic } from './ambiguous-texts.ts'
import { countSeparators } from './csv-shape.ts'
import { certainly, fileCell, firstPresent, presentText } from './file-cell.ts'
import { isPattern, keysByColumn, type LogFile, type ReadRows, timeColumn } from './log-file.ts'

/** Longer records are rejected by either reader (bytes). */
const longestRecord = 2 ** 22

/** Stores the rows of a CSV file. */
export async function storeCsv(connection: DuckDBConnection, rows: Sql, log: LogFile): Promise<ReadRows | undefined> {
  const { file, keys, table, separator = ',' } = log
  const columns = keysByColumn(log, keys)
  const query = columns && selectCells(log, columns)
  if (!query) return undefined
  // At once, since the database has threads of its own; each to its end, since the connection must be free.
  const [stored, separators] = await Promise.allSettled([
    connection.run(render(sql`CREATE TABLE ${rows} AS ${query}`, {})),
    countSeparators(file, separator),
  ])
  if (stored.status === 'rejected' || separators.status === 'rejected') return undefined
  // The database accepts a record with one empty cell too many.
  const counted = await connection.runAndReadAll(render(sql`SELECT count(*) FROM ${rows}`, {}))
  const records = Number(counted.getRows()[0]![0]) + 1
  if (separators.value !== records * (keys.length - 1)) return undefined
  for (const [index, { name: column, type }] of table.columns.entries()) {
    const isDynamic = type === 'dynamic' && columns.has(column)
    if (isDynamic && !(await normalizeDynamic(connection, rows, name(storedColumn(index))))) return undefined
  }
  return { keys: new Set(columns.keys()) }
}

function selectCells(
  { file, keys, table, missing, separator = ',' }: LogFile,
  keysOf: ReadonlyMap<string, readonly string[]>,
): Sql | undefined {
  const path = realPath(file)
  // In a file of one column, an empty line is a record for the database.
  if (isPattern(path) || keys.length < 2 || keys.includes('_IngestionTime') || !keysOf.has(timeColumn)) return undefined
  const cells: Sql[] = []
  for (const [index, { name: column, type }] of table.columns.entries()) {
    const own = keysOf.get(column)
    if (!own) continue
    const texts = own.map(key => presentText(written(keys.indexOf(key)), type, missing))
    const cell = fileCell[type]?.(firstPresent(texts, type))
    if (!cell) return undefined
    cells.push(sql`${column === timeColumn ? certainly(cell) : cell} AS ${name(storedColumn(index))}`)
  }
  const columns = join(keys.map((_, position) => sql`${text(writtenName(position))}: 'VARCHAR'`))
  return sql`SELECT ${join(cells)} FROM read_csv(${text(path)}, columns = {${columns}}, auto_detect = false, header = true,
    delim = ${text(separator)}, quote = '"', escape = '"', strict_mode = true, max_line_size = ${integer(longestRecord)},
    compression = 'none', hive_partitioning = false)`
}

const writtenName = (position: number): string => `k${position}`

const written = (position: number): Sql => name(writtenName(position))
