import { type Nodes, spanOf } from '../../frontend/syntax.ts'
import { reference } from '../../plan/build.ts'
import type { ColumnReference, Expression } from '../../plan/expression.ts'
import type { PlanColumn } from '../../plan/node.ts'
import { ordered } from '../carry-columns.ts'
import type { Lowering } from '../lowering.ts'
import type { GrowingInput } from '../scope.ts'

/** row_window_session(time, fromFirst, between[, restart]) has its own node, because a session depends on the one before. */
export function lowerSessionWindow(
  args: readonly Expression[],
  node: Nodes['FunctionCallExpression'],
  input: GrowingInput,
  lowering: Lowering,
): ColumnReference {
  const [time, fromFirst, between, restart] = args as [Expression, Expression, Expression, Expression?]
  const order = ordered(input)
  const { plan } = input
  const id = lowering.newId()
  const column: PlanColumn = { id, name: id, type: 'datetime', hidden: true }
  input.grow({
    op: 'session-window',
    input: plan,
    start: id,
    time,
    fromFirst,
    between,
    ...(restart && { restart }),
    columns: [...plan.columns, column],
    order,
    serialized: true,
    span: spanOf(node),
  })
  return reference(column)
}
