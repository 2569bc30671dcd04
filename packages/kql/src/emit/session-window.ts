import { unsettledAt } from '../functions/edge.ts'
import { functionRow } from '../functions/registry.ts'
import { windowSessionUdfs } from '../functions/window/window-session.ts'
import type { Expression } from '../plan/expression.ts'
import type { SessionWindow } from '../plan/node.ts'
import { call, name, type Sql, sql } from '../sql/sql.ts'
import { checked } from './checked-argument.ts'
import type { Emission, Emit } from './emission.ts'
import { orderBy } from './expression.ts'

/** row_window_session: one pass over the times of all rows, in order (semantics 13.5). */
export const emitSessionWindow: Emit<SessionWindow> = (node, emission) => {
  const { time, fromFirst, between, restart } = node
  const rows = sql`(SELECT *, row_number() OVER (${orderBy(node.order)}) AS " rank" FROM ${emission.from(node.input)})`
  const arguments_ = [
    inOrder(emission.expression(time)),
    distance(fromFirst, 1, emission),
    distance(between, 2, emission),
    restart ? inOrder(sql`CAST(${emission.expression(restart)} AS INTEGER)`) : sql`''`,
  ]
  const starts = sql`from_json(${call(windowSessionUdfs.row_window_session, arguments_)}, '["BIGINT"]')`
  const walked = sql`(SELECT unnest(starts) AS ${name(node.start)}, generate_subscripts(starts, 1) AS " rank" FROM (SELECT ${starts} AS starts FROM ${rows}))`
  const columns = node.columns.map(column => name(column.id))
  return sql`SELECT ${columns.reduce((all, column) => sql`${all}, ${column}`)} FROM ${rows} JOIN ${walked} USING (" rank")`
}

/** A distance is the same in every row; one that is not positive is refused. */
function distance(expression: Expression, index: number, emission: Emission): Sql {
  const unsettled = unsettledAt(functionRow('row_window_session', 'window')!, index) ?? []
  const operand = { sql: emission.expression(expression), type: expression.type }
  return sql`first(${checked(operand, index, unsettled, 'row_window_session').sql})`
}

const inOrder = (operand: Sql): Sql =>
  sql`array_to_string(list(coalesce(CAST(${operand} AS VARCHAR), '') ORDER BY " rank"), ',')`
