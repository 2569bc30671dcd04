import { columnsOf, type Expr, elementsOf, is, type Nodes, spanOf } from '../frontend/syntax.ts'
import type { PlanColumn, PlanNode } from '../plan/node.ts'
import type { Environment } from './environment.ts'
import { columnNamed, type Lowering, project } from './lowering.ts'
import { refuse } from './refusal.ts'

/** The input's columns that the binder's result names, in its order: wildcards and sorting are its business (semantics 9.5). */
function select(node: Expr, input: PlanNode): PlanNode {
  const columns = columnsOf(node.ResultType).map(
    ({ name }) => columnNamed(input, name) ?? refuse(node, `the column ${name}`, 'it is not in the input'),
  )
  return project(input, [], columns, spanOf(node))
}

export const lowerProjectAway = (node: Nodes['ProjectAwayOperator'], input: PlanNode): PlanNode => select(node, input)
export const lowerProjectKeep = (node: Nodes['ProjectKeepOperator'], input: PlanNode): PlanNode => select(node, input)
export const lowerProjectReorder = (node: Nodes['ProjectReorderOperator'], input: PlanNode): PlanNode =>
  select(node, input)

/** project-rename: a renamed column keeps its place. */
export function lowerProjectRename(
  node: Nodes['ProjectRenameOperator'],
  input: PlanNode,
  _environment: Environment,
  _lowering: Lowering,
): PlanNode {
  const renames = new Map<string, string>()
  for (const element of elementsOf(node.Expressions)) {
    if (is(element, 'SimpleNamedExpression') && is(element.Expression, 'NameReference')) {
      renames.set(element.Expression.SimpleName!, element.Name!.SimpleName!)
    } else refuse(element, 'this rename', 'only `new = old` is known')
  }
  const columns = input.columns.map(
    (column): PlanColumn => (column.hidden ? column : { ...column, name: renames.get(column.name) ?? column.name }),
  )
  return project(input, [], columns, spanOf(node))
}
