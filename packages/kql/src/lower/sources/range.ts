import type { ColumnType } from '@tripline/schemas'
import { columnsOf, type Expr, type Nodes, spanOf } from '../../frontend/syntax.ts'
import type { EdgeName } from '../../functions/edge.ts'
import type { Expression } from '../../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import { settled } from '../expressions/settled.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'

const ends = ['null', 'nan', 'infinite', 'extreme'] as const

/** range x from a to b step s, which counts upwards (semantics 17.5). */
export function lowerRange(node: Nodes['RangeOperator'], environment: Environment, lowering: Lowering): PlanNode {
  const scope = { environment }
  const lower = (edge: Expr, unsettled: readonly EdgeName[], what: string): Expression =>
    settled(lowering.expression(edge, scope), unsettled, what, edge)
  const [from, to] = [lower(node.From!, ends, 'range from'), lower(node.To!, ends, 'range to')]
  const step = lower(node.Step!, [...ends, 'zero', 'negative'], 'range with a step of')
  const bound = columnsOf(node.ResultType)[0]!
  if (bound.type === 'decimal') refuse(node, 'range-type', bound.type)
  const column: PlanColumn = { id: lowering.newId(), name: bound.name, type: bound.type as ColumnType }
  const key = {
    expression: { op: 'column', id: column.id, type: column.type },
    descending: false,
    nulls: 'last',
  } as const
  return { op: 'range', from, to, step, columns: [column], order: [key], serialized: true, span: spanOf(node) }
}
