import type { TableScan } from '../plan/node.ts'
import {
  flattened,
  join,
  name,
  runValue,
  type Sql,
  type StoredBound,
  sql,
  storedRows,
  text,
  value,
} from '../sql/sql.ts'
import { ingestionColumn, rowColumn, storedColumn } from '../world/stored-table.ts'
import type { Emission, Emit } from './emission.ts'

/** The look-back window is [from, to); rows without a time lie outside it (semantics 19.2). */
export const emitTableScan: Emit<TableScan> = (node, emission) => {
  const columns = new Set<string>()
  const cell: Cell = column => {
    columns.add(column)
    return name(column)
  }
  const items = node.columns.map(column => {
    if (column.id === node.position) return sql`${cell(rowColumn)} AS ${name(column.id)}`
    if (column.id === node.ingestion) return sql`${cell(ingestionColumn)} AS ${name(column.id)}`
    const position = node.stored.get(column.id) ?? -1
    if (column.name === 'Type' && node.label !== undefined)
      return sql`${typeOf(node.label, position, cell)} AS ${name(column.id)}`
    const instead = node.instead?.get(column.id)
    if (instead !== undefined) return sql`${timeOf(position, instead, cell)} AS ${name(column.id)}`
    const absent = value(column.type === 'string' ? '' : null, column.type)
    return sql`${position < 0 ? absent : cell(storedColumn(position))} AS ${name(column.id)}`
  })
  const condition = node.window && inWindow(node.window, cell)
  const select = sql`SELECT ${join(items)} FROM ${storedRows({ table: node.table, columns: [...columns], bounds: boundsOf(node, emission) })}`
  return condition ? sql`${select} WHERE ${condition}` : select
}

/** Refers to a stored column. */
type Cell = (column: string) => Sql

/** A row recorded without its type has the type of its table (semantics 17.12). */
const typeOf = (label: string, position: number, cell: Cell): Sql =>
  position < 0 ? text(label) : sql`coalesce(nullif(${cell(storedColumn(position))}, ''), ${text(label)})`

/** A row recorded with one of two names for its time has both. */
const timeOf = (position: number, instead: number, cell: Cell): Sql =>
  position < 0
    ? cell(storedColumn(instead))
    : sql`coalesce(${cell(storedColumn(position))}, ${cell(storedColumn(instead))})`

function boundsOf(node: TableScan, emission: Emission): readonly StoredBound[] {
  const { window, bounds = [], stored, instead } = node
  const within: readonly StoredBound[] =
    window?.by === 'TimeGenerated'
      ? (['from', 'to'] as const).map(side => ({ column: storedColumn(window.position), side, at: runValue(side) }))
      : []
  const filtered = bounds.flatMap(({ column, side, at }): readonly StoredBound[] => {
    // A time that stands in for another is not the time of every row.
    const position = instead?.has(column) ? -1 : stored.get(column)!
    return position < 0 ? [] : [{ column: storedColumn(position), side, at: flattened(emission.expression(at)) }]
  })
  return [...within, ...filtered]
}

function inWindow(window: NonNullable<TableScan['window']>, cell: Cell): Sql {
  const time = cell(window.by === 'ingestion' ? ingestionColumn : storedColumn(window.position))
  const arrived = sql`(${cell(ingestionColumn)} IS NULL OR ${cell(ingestionColumn)} <= ${runValue('visibleAt')})`
  return sql`${time} >= ${runValue('from')} AND ${time} < ${runValue('to')} AND ${arrived}`
}
