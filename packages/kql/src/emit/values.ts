import type { Row, Values } from '../plan/node.ts'
import { integer, join, name, sql, value } from '../sql/sql.ts'
import type { Emit } from './emission.ts'

/** datatable, and the empty table. */
export const emitValues: Emit<Values> = node => {
  const empty = node.rows.length === 0
  const tuples = (empty ? [[]] : node.rows).map((row: Values['rows'][number], position) => {
    const cells = node.columns.map((column, index) =>
      column.id === node.position ? integer(position) : value(row[index] ?? null, column.type),
    )
    return sql`(${join(cells)})`
  })
  const header = join(node.columns.map(column => name(column.id)))
  const select = sql`SELECT * FROM (VALUES ${join(tuples)}) AS v(${header})`
  return empty ? sql`${select} WHERE FALSE` : select
}

/** print. */
export const emitRow: Emit<Row> = (node, emission) => {
  const items = node.assignments.map(({ id, expression }) => sql`${emission.expression(expression)} AS ${name(id)}`)
  return sql`SELECT ${join(items)}`
}
