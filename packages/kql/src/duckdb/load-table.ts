import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { carrier, join, name, render, sql } from '../sql/sql.ts'
import type { TypedTable } from '../world/dataset.ts'
import { ingestionColumn, storedColumn } from '../world/stored-table.ts'
import { DuckDBDataChunk } from './driver.ts'
import { transport } from './transport.ts'

const chunkRows = 2048

/** Stores a typed table with numbered columns and the ingestion time of each row, visible to this connection alone. */
export async function loadTable(
  connection: DuckDBConnection,
  stored: string,
  { table, rows, ingested }: TypedTable,
): Promise<void> {
  const columns = [
    ...table.columns.map(({ type }, position) => ({ name: storedColumn(position), type, sql: carrier[type] })),
    { name: ingestionColumn, type: 'long' as const, sql: carrier.long },
  ]
  const definition = join(columns.map(column => sql`${name(column.name)} ${column.sql}`))
  await connection.run(render(sql`CREATE TEMP TABLE ${name(stored)} (${definition})`, {}))
  if (rows.length === 0) return
  const appender = await connection.createAppender(stored, 'main', 'temp')
  const types = columns.map(column => transport[column.type])
  for (let start = 0; start < rows.length; start += chunkRows) {
    const slice = rows.slice(start, start + chunkRows)
    const chunk = DuckDBDataChunk.create(types, slice.length)
    const values = columns.map((_, index): DuckDBValue[] =>
      index < table.columns.length
        ? slice.map(row => (row[index] ?? null) as DuckDBValue)
        : slice.map((_row, offset) => (ingested?.[start + offset] ?? null) as DuckDBValue),
    )
    chunk.setColumns(values)
    appender.appendDataChunk(chunk)
  }
  appender.flushSync()
  appender.closeSync()
}
