import type { Connection } from '../duckdb/connection.ts'
import { runningTime } from '../limits/running-time.ts'
import { name, runValue, type Sql, sql, storedRows, value } from '../sql/sql.ts'
import { ingestionColumn, type StoredTable, storedColumn } from '../world/stored-table.ts'
import type { RowCount, RunWindow } from './engine.ts'

/** Milliseconds, for a scan of two columns. */
const timeLimit = 30_000

/** Counts the rows of a stored table that a run sees. */
export async function countWindow(
  { name: table, columns }: StoredTable,
  { by, from, to, visibleAt }: RunWindow,
  connection: Connection,
): Promise<RowCount> {
  const time = columns.indexOf('TimeGenerated')
  const timeColumns = time < 0 ? [] : [storedColumn(time)]
  const ingested = name(ingestionColumn)
  const generated = time < 0 ? value(null, 'long') : name(storedColumn(time))
  const at: Sql = by === 'ingestion' ? ingested : generated
  const inWindow = sql`${at} >= ${runValue('from')} AND ${at} < ${runValue('to')}`
  const arrived = sql`(${ingested} IS NULL OR ${ingested} <= ${runValue('visibleAt')})`
  const query = sql`SELECT count(*), count(*) FILTER (${inWindow}), count(*) FILTER (${inWindow} AND ${arrived})
    FROM ${storedRows({ table, columns: [...timeColumns, ingestionColumn] })}`
  const counts = ['rows', 'inWindow', 'visible'].map(column => ({ name: column, type: 'real' }) as const)
  const answer = await connection.query(query, { from, to, visibleAt }, counts, runningTime(timeLimit))
  if (!answer.ok) throw new Error(`the rows of a window cannot be counted: ${answer.reason}`)
  const [rows, seen, visible] = answer.rows[0] as [number, number, number]
  return { rows, inWindow: seen, visible }
}
