import { type Nodes, spanOf } from '../../frontend/syntax.ts'
import { summarize } from '../../plan/build.ts'
import type { AggregateCall } from '../../plan/expression.ts'
import type { PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'

/** count: one row, one column named Count. */
export function lowerCount(
  node: Nodes['CountOperator'],
  input: PlanNode,
  _environment: Environment,
  lowering: Lowering,
): PlanNode {
  const id = lowering.newId()
  const span = spanOf(node)
  const count: AggregateCall = { op: 'aggregate', name: 'count', args: [], type: 'long', order: [], span }
  const aggregates = [{ id, expression: count }]
  return summarize(input, { keys: [], aggregates }, [{ id, name: 'Count', type: 'long' }], span, lowering.newId())
}
