import { columnsOf, type Nodes, spanOf, textOf } from '../../frontend/syntax.ts'
import { summarize } from '../../plan/build.ts'
import type { PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import { groupKey } from '../expressions/group-key.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'
import { firstRows } from './take.ts'

/** sample: any rows are valid, so the first are returned (semantics 13.2). */
export const lowerSample = (
  node: Nodes['SampleOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode => firstRows(node.Expression!, node, input, environment, lowering)

/** sample-distinct: any values of a column are valid, so the first are returned (semantics 13.2). */
export function lowerSampleDistinct(
  node: Nodes['SampleDistinctOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const scope = rowScope(input, environment)
  const expression = lowering.expression(node.OfExpression!, scope)
  if (expression.type === 'struct') return refuse(node.OfExpression!, 'no-single-value', textOf(node.OfExpression!))
  const column = { id: lowering.newId(), name: columnsOf(node.ResultType)[0]!.name, type: expression.type }
  const keys = [{ id: column.id, expression: groupKey(expression, 'sample-distinct', node.OfExpression!) }]
  const values = summarize(scope.input.plan, { keys, aggregates: [] }, [column], spanOf(node), lowering.newId())
  return firstRows(node.Expression!, node, values, environment, lowering)
}
