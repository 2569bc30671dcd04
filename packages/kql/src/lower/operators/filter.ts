import { type Nodes, spanOf } from '../../frontend/syntax.ts'
import type { PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { rowScope } from '../scope.ts'

/** where, filter. */
export function lowerFilter(
  node: Nodes['FilterOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const scope = rowScope(input, environment)
  const predicate = lowering.expression(node.Condition!, scope)
  const { columns, order, serialized } = scope.input.plan
  return { op: 'filter', input: scope.input.plan, predicate, columns, order, serialized, span: spanOf(node) }
}
