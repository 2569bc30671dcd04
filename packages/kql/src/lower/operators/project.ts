import { boundNames, elementsOf, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { project } from '../../plan/build.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import { type NamedExpression, namedExpressions } from '../expressions/named-expressions.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'

/** project: only the named columns, in the order written. */
export function lowerProject(
  node: Nodes['ProjectOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const scope = rowScope(input, environment)
  const outputs = elementsOf(node.Expressions).flatMap(element => namedExpressions(element, scope, lowering))
  if (outputs.length === 0) refuse(node, 'no-columns')
  const bound = boundNames(node.ResultType)
  const names = bound.length === outputs.length ? bound : namesAmong(outputs, bound)
  const columns = outputs.map(({ type }, index): PlanColumn => ({ id: lowering.newId(), name: names[index]!, type }))
  const assignments = columns.map((column, index) => ({ id: column.id, expression: outputs[index]!.expression }))
  return project(scope.input.plan, assignments, columns, spanOf(node))
}

/**
 * Where the binder lists more columns than the engine has (semantics 24.10), an unnamed expression takes the next remaining
 * one.
 */
function namesAmong(outputs: readonly NamedExpression[], bound: readonly string[]): string[] {
  const taken = new Set(outputs.map(output => output.name))
  const left = bound.filter(name => !taken.has(name))
  return outputs.map(({ name }) => name ?? left.shift()!)
}
