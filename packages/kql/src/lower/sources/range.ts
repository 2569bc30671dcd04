import type { ColumnType } from '@tripline/schemas'
import { columnsOf, type Nodes, spanOf } from '../../frontend/syntax.ts'
import type { Expression } from '../../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'

/** range x from a to b step s. */
export function lowerRange(node: Nodes['RangeOperator'], environment: Environment, lowering: Lowering): PlanNode {
  const scope = { environment }
  const [from, to, step] = [node.From!, node.To!, node.Step!].map(edge => lowering.expression(edge, scope)) as [
    Expression,
    Expression,
    Expression,
  ]
  const bound = columnsOf(node.ResultType)[0]!
  const column: PlanColumn = { id: lowering.newId(), name: bound.name, type: bound.type as ColumnType }
  const descending = step.op === 'literal' && step.value !== null && Number(step.value) < 0
  const key = { expression: { op: 'column', id: column.id, type: column.type }, descending, nulls: 'last' } as const
  return { op: 'range', from, to, step, columns: [column], order: [key], serialized: true, span: spanOf(node) }
}
