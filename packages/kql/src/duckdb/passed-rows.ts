import type { DuckDBType } from '@duckdb/node-api'
import { type ColumnType, columnTypes } from '@tripline/schemas'
import { carrier, join, name, parameter, type Sql, sql } from '../sql/sql.ts'
import type { Cell, TypedTable } from '../world/dataset.ts'
import { rowColumn } from '../world/stored-table.ts'
import { LIST } from './driver.ts'
import { type StoredCells, storedCells } from './stored-cells.ts'
import { transport } from './transport.ts'

/** What may be passed to a statement whenever it runs; a table takes longer to create, but is passed once. */
const most = { cells: 1_000, characters: 100_000 }

/** Rows that are passed to a statement as parameters, a list for each column. */
export interface PassedRows {
  /** Their SELECT. `first`: the number of the first parameter. */
  readonly select: (first: number) => Sql
  /** Rows of the same shape have the same SELECT. */
  readonly shape: string
  readonly lists: readonly PassedList[]
}

export interface PassedList {
  readonly type: DuckDBType
  readonly cells: readonly Cell[]
}

/** These columns of a table's rows; undefined if they are too many. */
export function passedRows(content: TypedTable, columns: ReadonlySet<string>): PassedRows | undefined {
  const { length } = content.rows
  const read = storedCells(content, columns)
  // Without a column, there would be no rows.
  const stored = columns.has(rowColumn) || read.length === 0 ? [numbering, ...read] : read
  if (length * stored.length > most.cells) return undefined
  let characters = 0
  const passed = stored.map(({ type, cell }) => {
    const cells = Array.from({ length }, (_, row) => cell(row))
    for (const content of cells) if (typeof content === 'string') characters += content.length
    return { type: lists.get(type)!, cells }
  })
  if (characters > most.characters) return undefined
  const items = (first: number) =>
    stored.map((column, index) => sql`${unnested(column.type, parameter(first + index))} AS ${name(column.name)}`)
  const shape = stored.map(({ name, type }) => `${name} ${type}`).join()
  return { select: first => sql`SELECT ${join(items(first))}`, shape, lists: passed }
}

const lists = new Map(columnTypes.map(type => [type, LIST(transport[type])]))

/** A table of the database has it by itself. */
const numbering: StoredCells = { name: rowColumn, type: 'int', cell: row => row }

const unnested = (type: ColumnType, cells: Sql): Sql => {
  const isText = type === 'guid' || type === 'decimal'
  const cell = sql`unnest(CAST(${cells} AS ${isText ? carrier.string : carrier[type]}[]))`
  return isText ? sql`CAST(${cell} AS ${carrier[type]})` : cell
}
