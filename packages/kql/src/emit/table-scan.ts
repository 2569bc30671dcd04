import type { Comparison, TableScan } from '../plan/node.ts'
import { flattened, join, name, runValue, type Sql, sql, storedBound, storedRows, text, value } from '../sql/sql.ts'
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
  const conditions = [...inWindow(node, cell), ...inBounds(node, emission, cell)]
  const select = sql`SELECT ${join(items)} FROM ${storedRows({ table: node.table, columns: [...columns] })}`
  return conditions.length > 0 ? sql`${select} WHERE ${join(conditions, ' AND ')}` : select
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

/** How the ticks in a stored column compare with others. */
function compare({ table }: TableScan, column: string, comparison: Comparison, at: Sql, cell: Cell): Sql {
  cell(column)
  return storedBound({ table, column, comparison, at })
}

function inWindow(node: TableScan, cell: Cell): readonly Sql[] {
  const { window } = node
  if (!window) return []
  const time = window.by === 'ingestion' ? ingestionColumn : storedColumn(window.position)
  const arrived = sql`(${cell(ingestionColumn)} IS NULL OR ${cell(ingestionColumn)} <= ${runValue('visibleAt')})`
  return [compare(node, time, '>=', runValue('from'), cell), compare(node, time, '<', runValue('to'), cell), arrived]
}

const inBounds = (node: TableScan, emission: Emission, cell: Cell): readonly Sql[] =>
  (node.bounds ?? []).map(({ column, comparison, at }) =>
    compare(node, storedColumn(node.stored.get(column)!), comparison, flattened(emission.expression(at)), cell),
  )
