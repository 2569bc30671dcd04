import { columnsOf, elementsOf, is, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { reference, summarize } from '../../plan/build.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import { groupKey } from '../expressions/group-key.ts'
import { namedExpressions } from '../expressions/named-expressions.ts'
import type { Lowering } from '../lowering.ts'
import { rowScope } from '../scope.ts'
import { distinctNames } from './distinct-names.ts'

/** distinct: one row per combination; null counts as a value (semantics 9.7). */
export function lowerDistinct(
  node: Nodes['DistinctOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const scope = rowScope(input, environment)
  const outputs = elementsOf(node.Expressions).flatMap(element =>
    is(element, 'StarExpression')
      ? input.columns.flatMap(column =>
          column.hidden || column.type === 'struct'
            ? []
            : [{ name: column.name, expression: reference(column), type: column.type }],
        )
      : namedExpressions(element, scope, lowering),
  )
  const names = distinctNames(node, columnsOf(node.ResultType))
  const columns = outputs.map(({ type }, index): PlanColumn => ({ id: lowering.newId(), name: names[index]!, type }))
  const keys = columns.map(({ id }, index) => ({
    id,
    expression: groupKey(outputs[index]!.expression, 'distinct', node),
  }))
  return summarize(scope.input.plan, { keys, aggregates: [] }, columns, spanOf(node), lowering.newId())
}
