import { boundNames, type Expr, elementsOf, is, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { columnNamed, project } from '../../plan/build.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import { absentColumn } from '../expressions/absent-column.ts'
import type { Lowering, LowerOperator } from '../lowering.ts'
import { refuse } from '../refusal.ts'

/**
 * The input's columns in the order of the binder's result, which resolves wildcards and sorting (semantics 9.5). The binder
 * also lists columns that a plugin without rows did not produce.
 */
function select(node: Expr, input: PlanNode, _environment: Environment, lowering: Lowering): PlanNode {
  const names = new Set(boundNames(node.ResultType))
  const columns = [...names].flatMap(name => {
    const column = columnNamed(input, name)
    if (column) return [column]
    return absentColumn(node, name, lowering) ? [] : refuse(node, 'column-missing', name)
  })
  if (columns.length === 0) refuse(node, 'no-columns')
  return project(input, [], columns, spanOf(node))
}

export const lowerProjectAway: LowerOperator<Nodes['ProjectAwayOperator']> = select
export const lowerProjectKeep: LowerOperator<Nodes['ProjectKeepOperator']> = select
export const lowerProjectReorder: LowerOperator<Nodes['ProjectReorderOperator']> = select

/** project-rename: a renamed column keeps its position. */
export function lowerProjectRename(
  node: Nodes['ProjectRenameOperator'],
  input: PlanNode,
  _environment: Environment,
  lowering: Lowering,
): PlanNode {
  const renames = new Map<string, string>()
  for (const element of elementsOf(node.Expressions)) {
    if (!is(element, 'SimpleNamedExpression') || !is(element.Expression, 'NameReference'))
      return refuse(element, 'rename-form')
    const name = element.Expression.SimpleName!
    if (!columnNamed(input, name) && !absentColumn(element.Expression, name, lowering))
      return refuse(element, 'column-missing', name)
    if (renames.has(name)) return refuse(element, 'rename-again', name)
    renames.set(name, element.Name!.SimpleName!)
  }
  const columns = input.columns.map(
    (column): PlanColumn => (column.hidden ? column : { ...column, name: renames.get(column.name) ?? column.name }),
  )
  return project(input, [], columns, spanOf(node))
}
