import { elementsOf, type Nodes } from '../../frontend/syntax.ts'
import type { PlanNode } from '../../plan/node.ts'
import { carryOrder } from '../carry-columns.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { extend } from './extend.ts'

/** serialize: the rows count as ordered from here on, in their current order (semantics 13.3). */
export function lowerSerialize(
  node: Nodes['SerializeOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const ordered = carryOrder({ ...input, serialized: true })
  const elements = elementsOf(node.Expressions)
  return elements.length === 0 ? ordered : extend(elements, node, ordered, environment, lowering)
}
