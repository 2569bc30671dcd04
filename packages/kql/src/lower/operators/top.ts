import type { Nodes } from '../../frontend/syntax.ts'
import type { PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { sorted } from './sort.ts'
import { firstRows } from './take.ts'

/** top N by key: sort and take; a negative N keeps nothing. */
export function lowerTop(
  node: Nodes['TopOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const ordered = sorted([node.ByExpression!], node, input, environment, lowering)
  return firstRows(node.Expression!, node, ordered, environment, lowering, ['null'])
}
