import type { DuckDBConnection } from '@duckdb/node-api'
import { realPath } from '@tripline/files'
import { integer, join, name, render, type Sql, sql, text } from '../sql/sql.ts'
import { storedColumn } from '../world/stored-table.ts'
import { normalizeDynamic } from './ambiguous-texts.ts'
import { countSeparators } from './csv-shape.ts'
import { certainly, fileCell } from './file-cell.ts'
import { isPattern, type LogFile, type ReadRows, timeColumn } from './log-file.ts'

/** Longer records are rejected by either reader (bytes). */
const longestRecord = 2 ** 22

/** Stores the rows of a CSV file. */
export async function storeCsv(connection: DuckDBConnection, rows: Sql, log: LogFile): Promise<ReadRows | undefined> {
  const { file, keys, table } = log
  const separators = countSeparators(file)
  const query = selectCells(log)
  if (separators === undefined || !query) return undefined
  await connection.run(render(sql`CREATE TABLE ${rows} AS ${query}`, {}))
  // The database accepts a record with one empty cell too many.
  const counted = await connection.runAndReadAll(render(sql`SELECT count(*) FROM ${rows}`, {}))
  const records = Number(counted.getRows()[0]![0]) + 1
  if (separators !== records * (keys.length - 1)) return undefined
  for (const [index, { name: key, type }] of table.columns.entries()) {
    const isDynamic = type === 'dynamic' && keys.includes(key)
    if (isDynamic && !(await normalizeDynamic(connection, rows, name(storedColumn(index))))) return undefined
  }
  return { keys: new Set(keys) }
}

function selectCells({ file, keys, table }: LogFile): Sql | undefined {
  const path = realPath(file)
  // In a file of one column, an empty line is a record for the database.
  if (isPattern(path) || keys.length < 2 || keys.includes('_IngestionTime') || !keys.includes(timeColumn))
    return undefined
  const cells: Sql[] = []
  for (const [index, { name: key, type }] of table.columns.entries()) {
    const position = keys.indexOf(key)
    if (position < 0) continue
    const cell = fileCell[type]?.(written(position))
    if (!cell) return undefined
    cells.push(sql`${key === timeColumn ? certainly(cell) : cell} AS ${name(storedColumn(index))}`)
  }
  const columns = join(keys.map((_, position) => sql`${text(writtenName(position))}: 'VARCHAR'`))
  return sql`SELECT ${join(cells)} FROM read_csv(${text(path)}, columns = {${columns}}, auto_detect = false, header = true,
    delim = ',', quote = '"', escape = '"', strict_mode = true, max_line_size = ${integer(longestRecord)},
    compression = 'none', hive_partitioning = false)`
}

const writtenName = (position: number): string => `k${position}`

const written = (position: number): Sql => name(writtenName(position))
