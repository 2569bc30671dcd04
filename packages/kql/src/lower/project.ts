import { columnsOf, elementsOf, type Nodes, spanOf } from '../frontend/syntax.ts'
import type { PlanColumn, PlanNode } from '../plan/node.ts'
import type { Environment } from './environment.ts'
import { type Lowering, project, rowsOf } from './lowering.ts'
import { namedExpressions } from './named-expressions.ts'

/** project: only the named columns, in the order written. */
export function lowerProject(
  node: Nodes['ProjectOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const rows = rowsOf(input, environment)
  const outputs = elementsOf(node.Expressions).flatMap(element => namedExpressions(element, rows, lowering))
  const taken = new Set(outputs.map(output => output.name))
  const numbered = columnsOf(node.ResultType).filter(column => !taken.has(column.name))
  const columns = outputs.map(
    ({ name, type }): PlanColumn => ({ id: lowering.newId(), name: name ?? numbered.shift()!.name, type }),
  )
  const assignments = columns.map((column, index) => ({ id: column.id, expression: outputs[index]!.expression }))
  return project(rows.node!, assignments, columns, spanOf(node))
}
