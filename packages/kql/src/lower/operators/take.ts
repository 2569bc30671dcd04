import { type Expr, type Nodes, spanOf } from '../../frontend/syntax.ts'
import type { PlanNode } from '../../plan/node.ts'
import { carryOrder } from '../carry-columns.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { rowCount } from './row-count.ts'

/** take, limit. */
export function lowerTake(
  node: Nodes['TakeOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  return firstRows(node.Expression!, node, input, environment, lowering)
}

/** The first rows in the input's order; any rows if it has none. */
export function firstRows(
  countNode: Expr,
  node: Expr,
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
  unsettled?: Parameters<typeof rowCount>[3],
): PlanNode {
  const count = rowCount(countNode, environment, lowering, unsettled)
  const sorted = input.serialized || !streams(input)
  const from = sorted ? carryOrder(input) : input
  const { columns, order, serialized } = from
  return { op: 'take', input: from, count, by: sorted ? order : [], columns, order, serialized, span: spanOf(node) }
}

/** Whether the rows come in order without sorting, so that taking the first can stop reading. */
function streams(node: PlanNode): boolean {
  if (node.op === 'filter' || node.op === 'project' || node.op === 'expand' || node.op === 'take') {
    return streams(node.input)
  }
  return node.op === 'table-scan' || node.op === 'values' || node.op === 'row' || node.op === 'range'
}
