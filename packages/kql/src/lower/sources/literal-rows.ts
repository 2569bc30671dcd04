import { type Expr, spanOf } from '../../frontend/syntax.ts'
import { positionOrder } from '../../plan/expression.ts'
import type { PlanColumn, Values } from '../../plan/node.ts'
import type { Lowering } from '../lowering.ts'

/** Rows that are part of the query. */
export const literalRows = (
  columns: readonly PlanColumn[],
  rows: Values['rows'],
  node: Expr,
  lowering: Lowering,
): Values => {
  const position = lowering.newId()
  return {
    op: 'values',
    columns,
    rows,
    position,
    order: positionOrder(position),
    serialized: false,
    span: spanOf(node),
  }
}
