import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { carrier, join, name, render, sql } from '../sql/sql.ts'
import { ingestionColumn } from '../world/stored-table.ts'
import { DuckDBDataChunk } from './driver.ts'
import { type StorableRows, storedCells } from './stored-cells.ts'
import { transport } from './transport.ts'

const chunkRows = 2048

/** Stores some of a typed table's stored columns, visible to this connection alone. */
export async function loadTable(
  connection: DuckDBConnection,
  stored: string,
  content: StorableRows,
  wanted: ReadonlySet<string>,
): Promise<void> {
  const chosen = storedCells(content, wanted)
  // A table of the database has at least one column.
  const columns = chosen.length > 0 ? chosen : storedCells(content, new Set([ingestionColumn]))
  const definition = join(columns.map(column => sql`${name(column.name)} ${carrier[column.type]}`))
  await connection.run(render(sql`CREATE TEMP TABLE ${name(stored)} (${definition})`, {}))
  const { length } = content.rows
  if (length === 0) return
  const appender = await connection.createAppender(stored, 'main', 'temp')
  const types = columns.map(column => transport[column.type])
  for (let start = 0; start < length; start += chunkRows) {
    const count = Math.min(chunkRows, length - start)
    const chunk = DuckDBDataChunk.create(types, count)
    chunk.setColumns(
      columns.map(({ cell }) => Array.from({ length: count }, (_, offset) => cell(start + offset) as DuckDBValue)),
    )
    appender.appendDataChunk(chunk)
  }
  appender.flushSync()
  appender.closeSync()
}
