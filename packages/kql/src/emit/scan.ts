import type { Scan } from '../plan/node.ts'
import type { Emit } from './emission.ts'
import { join, name, runValue, type Sql, sql } from './sql.ts'

/** Name of the stored column that holds when a row was ingested; no Log Analytics column can be named like it. */
export const ingestionColumn = ' ingested'

/** The look-back window's edges are [from, to); rows without the window's time lie outside it (semantics 19.2). */
export const emitScan: Emit<Scan> = node => {
  const items = node.columns.map(column => {
    if (column.id === node.position) return sql`rowid AS ${name(column.id)}`
    return sql`${name(column.id === node.ingestion ? ingestionColumn : column.name)} AS ${name(column.id)}`
  })
  const select = sql`SELECT ${join(items)} FROM ${name(node.table)}`
  return node.window ? sql`${select} WHERE ${inWindow(node.window)}` : select
}

function inWindow(by: 'TimeGenerated' | 'ingestion'): Sql {
  const time = name(by === 'ingestion' ? ingestionColumn : by)
  const arrived = sql`(${name(ingestionColumn)} IS NULL OR ${name(ingestionColumn)} <= ${runValue('visibleAt')})`
  return sql`${time} >= ${runValue('from')} AND ${time} < ${runValue('to')} AND ${arrived}`
}
