import { boundNames, type Expr, elementsOf, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { project } from '../../plan/build.ts'
import { type Assignment, type PlanColumn, type PlanNode, type Project, visible } from '../../plan/node.ts'
import type { TextSpan } from '../../world/query-diagnostic.ts'
import type { Environment } from '../environment.ts'
import { type NamedExpression, namedExpressions } from '../expressions/named-expressions.ts'
import type { Lowering } from '../lowering.ts'
import { rowScope } from '../scope.ts'

/** extend: an existing name keeps its position, new ones are appended (semantics 9.1, 9.2). */
export function lowerExtend(
  node: Nodes['ExtendOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  return extend(elementsOf(node.Expressions), node, input, environment, lowering)
}

/** The columns of an extend or serialize. */
export function extend(
  elements: readonly Expr[],
  node: Expr,
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const scope = rowScope(input, environment)
  const outputs = elements.flatMap(element => namedExpressions(element, scope, lowering))
  const before = scope.input.plan
  const numbered = outputs.every(({ name }) => name !== undefined) ? [] : numberedNames(outputs, before, node)
  const resolved = outputs.map(({ name, expression, type }) => ({ name: name ?? numbered.shift()!, expression, type }))
  return withOutputs(before, resolved, spanOf(node), lowering)
}

/** The binder numbers unnamed expressions; their names are the new columns of its result, in order. */
function numberedNames(outputs: readonly NamedExpression[], before: PlanNode, node: Expr): string[] {
  const known = new Set(visible(before).map(column => column.name))
  const named = new Set(outputs.map(output => output.name))
  return boundNames(node.ResultType).filter(name => !known.has(name) && !named.has(name))
}

/** The input with more columns; one with an existing name replaces that column in the same position. */
export function withOutputs(
  input: PlanNode,
  outputs: readonly (NamedExpression & { readonly name: string })[],
  span: TextSpan,
  lowering: Lowering,
): Project {
  const assignments: Assignment[] = []
  const columns: PlanColumn[] = [...input.columns]
  for (const { name, expression, type } of outputs) {
    const column: PlanColumn = { id: lowering.newId(), name, type }
    assignments.push({ id: column.id, expression })
    const position = columns.findIndex(existing => existing.name === name && !existing.hidden)
    if (position < 0) columns.push(column)
    else columns[position] = column
  }
  return project(input, assignments, columns, span)
}
