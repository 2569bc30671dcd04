import { type Nodes, spanOf } from '../frontend/syntax.ts'
import type { PlanNode } from '../plan/node.ts'
import type { Environment } from './environment.ts'
import { type Lowering, rowsOf } from './lowering.ts'

/** where, filter. */
export function lowerFilter(
  node: Nodes['FilterOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const rows = rowsOf(input, environment)
  const predicate = lowering.expression(node.Condition!, rows)
  const { columns, order, serialized } = rows.node!
  return { op: 'filter', input: rows.node!, predicate, columns, order, serialized, span: spanOf(node) }
}
