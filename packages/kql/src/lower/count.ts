import { type Nodes, spanOf } from '../frontend/syntax.ts'
import type { PlanNode } from '../plan/node.ts'
import type { Environment } from './environment.ts'
import type { Lowering } from './lowering.ts'

/** count: one row, one column named Count. */
export function lowerCount(
  node: Nodes['CountOperator'],
  input: PlanNode,
  _environment: Environment,
  lowering: Lowering,
): PlanNode {
  const id = lowering.newId()
  const span = spanOf(node)
  return {
    op: 'summarize',
    input,
    keys: [],
    aggregates: [{ id, expression: { op: 'aggregate', name: 'count', args: [], type: 'long', order: [], span } }],
    columns: [{ id, name: 'Count', type: 'long' }],
    position: lowering.newId(),
    order: [],
    serialized: false,
    span,
  }
}
