import type { TableScan } from '../plan/node.ts'
import { join, name, runValue, type Sql, sql, text, value } from '../sql/sql.ts'
import { ingestionColumn, storedColumn } from '../world/stored-table.ts'
import type { Emit } from './emission.ts'

/** The look-back window is [from, to); rows without a time lie outside it (semantics 19.2). */
export const emitTableScan: Emit<TableScan> = node => {
  const items = node.columns.map(column => {
    if (column.id === node.position) return sql`rowid AS ${name(column.id)}`
    if (column.id === node.ingestion) return sql`${name(ingestionColumn)} AS ${name(column.id)}`
    const position = node.stored.get(column.id) ?? -1
    if (column.name === 'Type' && node.label !== undefined)
      return sql`${typeOf(node.label, position)} AS ${name(column.id)}`
    const instead = node.instead?.get(column.id)
    if (instead !== undefined) return sql`${timeOf(position, instead)} AS ${name(column.id)}`
    const absent = value(column.type === 'string' ? '' : null, column.type)
    return sql`${position < 0 ? absent : name(storedColumn(position))} AS ${name(column.id)}`
  })
  const select = sql`SELECT ${join(items)} FROM ${name(node.table)}`
  return node.window ? sql`${select} WHERE ${inWindow(node.window)}` : select
}

/** A row recorded without its type has the type of its table (semantics 17.12). */
const typeOf = (label: string, position: number): Sql =>
  position < 0 ? text(label) : sql`coalesce(nullif(${name(storedColumn(position))}, ''), ${text(label)})`

/** A row recorded with one of two names for its time has both. */
const timeOf = (position: number, instead: number): Sql =>
  position < 0
    ? name(storedColumn(instead))
    : sql`coalesce(${name(storedColumn(position))}, ${name(storedColumn(instead))})`

function inWindow(window: NonNullable<TableScan['window']>): Sql {
  const time = name(window.by === 'ingestion' ? ingestionColumn : storedColumn(window.position))
  const arrived = sql`(${name(ingestionColumn)} IS NULL OR ${name(ingestionColumn)} <= ${runValue('visibleAt')})`
  return sql`${time} >= ${runValue('from')} AND ${time} < ${runValue('to')} AND ${arrived}`
}
