import { columnsOf, elementsOf, type Nodes, spanOf } from '../../frontend/syntax.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import { namedExpressions } from '../expressions/named-expressions.ts'
import type { Lowering } from '../lowering.ts'

/** print: one row; unnamed values are numbered by position (semantics 9.3). */
export function lowerPrint(node: Nodes['PrintOperator'], environment: Environment, lowering: Lowering): PlanNode {
  const scope = { environment }
  const outputs = elementsOf(node.Expressions).flatMap(element => namedExpressions(element, scope, lowering))
  const bound = columnsOf(node.ResultType)
  const columns = outputs.map(
    ({ type }, index): PlanColumn => ({ id: lowering.newId(), name: bound[index]!.name, type }),
  )
  const assignments = columns.map(({ id }, index) => ({ id, expression: outputs[index]!.expression }))
  return { op: 'row', assignments, columns, order: [], serialized: false, span: spanOf(node) }
}
