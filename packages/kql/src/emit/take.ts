import type { Take } from '../plan/node.ts'
import { sql } from '../sql/sql.ts'
import { type Emit, selection } from './emission.ts'
import { orderBy } from './expression.ts'

/** take and top: the first rows in their order; if there is none, any rows (semantics 13.2). */
export const emitTake: Emit<Take> = (node, emission) => {
  const columns = selection(node.columns, new Map())
  const rows = sql`SELECT ${columns} ${emission.rows(node.input)} ${orderBy(node.by)}`
  return sql`${rows} LIMIT greatest(${emission.expression(node.count)}, 0)`
}
