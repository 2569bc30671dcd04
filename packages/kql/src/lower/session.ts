import { type Nodes, spanOf } from '../frontend/syntax.ts'
import type { ColumnReference, Expression } from '../plan/expression.ts'
import type { PlanColumn } from '../plan/node.ts'
import { ordered } from './carry.ts'
import { type Lowering, type Rows, reference } from './lowering.ts'

/** row_window_session(time, fromFirst, between[, restart]): a node of its own, because a session depends on the one before. */
export function lowerSession(
  args: readonly Expression[],
  node: Nodes['FunctionCallExpression'],
  rows: Rows,
  lowering: Lowering,
): ColumnReference {
  const [time, fromFirst, between, restart] = args as [Expression, Expression, Expression, Expression?]
  const order = ordered(rows)
  const input = rows.node!
  const id = lowering.newId()
  const column: PlanColumn = { id, name: id, type: 'datetime', hidden: true }
  rows.node = {
    op: 'session',
    input,
    start: id,
    time,
    fromFirst,
    between,
    ...(restart && { restart }),
    columns: [...input.columns, column],
    order,
    serialized: true,
    span: spanOf(node),
  }
  return reference(column)
}
