import type { DuckDBConnection } from '@duckdb/node-api'
import { realPath } from '@tripline/files'
import type { Column } from '@tripline/schemas'
import { join, name, render, type Sql, sql, text } from '../sql/sql.ts'
import { rowColumn, storedColumn } from '../world/stored-table.ts'
import { changesOfDynamic, replaceTexts, type TextChange } from './ambiguous-texts.ts'
import { isPattern, type LogFile, type ReadRows, timeColumn } from './log-file.ts'
import { type ParquetCell, parquetCell } from './parquet-cell.ts'
import { unreadColumn } from './scanned-file.ts'

/** A column that the file and its table have. */
interface ReadColumn extends ParquetCell {
  readonly column: Column
  readonly stored: string
  readonly value: Sql
}

/**
 * Scans a Parquet file where it is, if each of its values makes a cell by itself; stores its rows if those of a dynamic column
 * have to be rewritten, or if the file is temporary.
 */
export async function readParquet(
  connection: DuckDBConnection,
  rows: Sql,
  log: LogFile,
): Promise<ReadRows | undefined> {
  const path = realPath(log.file)
  if (isPattern(path)) return undefined
  const columns = await columnsRead(connection, path, log)
  if (!columns?.some(({ column }) => column.name === timeColumn)) return undefined
  const file = sql`read_parquet(${text(path)}, binary_as_string = true, hive_partitioning = false, file_row_number = true)`
  const cells = columns.flatMap(({ cell, value, stored, compare }) => [
    sql`${cell(value)} AS ${name(stored)}`,
    ...(compare ? [sql`${value} AS ${name(unreadColumn(stored))}`] : []),
  ])
  const query = sql`SELECT ${name(rowNumber)} AS ${name(rowColumn)}, ${join(cells)} FROM ${file}`
  if (!(await allFit(connection, file, columns))) return undefined
  const rewritten: { readonly stored: Sql; readonly changes: readonly TextChange[] }[] = []
  for (const { stored } of columns.filter(({ column }) => column.type === 'dynamic')) {
    const changes = await changesOfDynamic(connection, sql`(${query})`, name(stored))
    if (!changes) return undefined
    if (changes.length > 0) rewritten.push({ stored: name(stored), changes })
  }
  const isScanned = !log.isTemporary && rewritten.length === 0
  await connection.run(render(sql`CREATE ${isScanned ? sql`VIEW` : sql`TABLE`} ${rows} AS ${query}`, {}))
  for (const { stored, changes } of rewritten) await replaceTexts(connection, rows, stored, changes)
  const keys = new Set(columns.map(({ column }) => column.name))
  if (!isScanned) return { keys }
  const compare = new Map(
    columns.flatMap(({ stored, compare }) => (compare ? [[stored, compare(name(unreadColumn(stored)))] as const] : [])),
  )
  return { keys, scanned: { path, compare } }
}

/** The column that the database adds to a file. */
const rowNumber = 'file_row_number'

/** Undefined if one of the columns is not read with certainty, or if names differ only in case, which the database changes. */
async function columnsRead(
  connection: DuckDBConnection,
  path: string,
  { keys, table }: LogFile,
): Promise<readonly ReadColumn[] | undefined> {
  const folded = new Set(keys.map(key => key.toLowerCase()))
  if (folded.size < keys.length || [rowNumber, 'filename', '_ingestiontime'].some(key => folded.has(key)))
    return undefined
  const types = await pairs(
    connection,
    sql`SELECT column_name, column_type FROM
    (DESCRIBE SELECT * FROM read_parquet(${text(path)}, binary_as_string = true, hive_partitioning = false))`,
  )
  const physical = new Map(
    await pairs(
      connection,
      sql`SELECT name, any_value(type) FROM parquet_schema(${text(path)}) GROUP BY name HAVING count(*) = 1`,
    ),
  )
  if (types.map(([key]) => key).join('\0') !== keys.join('\0')) return undefined
  const columns = types.flatMap(([key, type]) => {
    const index = table.columns.findIndex(column => column.name === key)
    const column = table.columns[index]
    if (!column) return []
    const cell = parquetCell(type, physical.get(key) ?? '', column.type)
    return [cell && { ...cell, column, stored: storedColumn(index), value: name(key) }]
  })
  return columns.every(column => column !== undefined) ? columns : undefined
}

const pairs = async (connection: DuckDBConnection, query: Sql): Promise<[string, string][]> =>
  (await connection.runAndReadAll(render(query, {}))).getRows() as [string, string][]

async function isEmpty(connection: DuckDBConnection, query: Sql): Promise<boolean> {
  return (await connection.runAndReadAll(render(sql`${query} LIMIT 1`, {}))).getRows().length === 0
}

/** Whether every value becomes a cell, and every row has a time. */
async function allFit(connection: DuckDBConnection, file: Sql, columns: readonly ReadColumn[]): Promise<boolean> {
  for (const { column, cell, value, misfits } of columns) {
    const isWrong = [
      ...(misfits ? [misfits(value)] : []),
      ...(column.name === timeColumn ? [sql`${cell(value)} IS NULL`] : []),
    ]
    for (const condition of isWrong) {
      if (!(await isEmpty(connection, sql`SELECT 1 FROM ${file} WHERE ${condition}`))) return false
    }
  }
  const uncertain = columns.filter(({ isPartial }) => isPartial)
  const counts = uncertain.map(({ cell, value }) => sql`count(${cell(value)})`)
  if (counts.length > 0) await connection.run(render(sql`SELECT ${join(counts)} FROM ${file}`, {}))
  return true
}
