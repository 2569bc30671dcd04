import { columnsOf, elementsOf, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { project } from '../../plan/build.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { sharePlan } from '../share-plan.ts'
import { type TopNestedClause, topGroups } from './top-nested-levels.ts'
import { withOthers } from './top-nested-others.ts'

/** top-nested: groups of groups, keeping the first groups of each parent at every level (semantics 13.8). */
export function lowerTopNested(
  node: Nodes['TopNestedOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const clauses = elementsOf<TopNestedClause>(node.Clauses)
  const levels = { node, clauses, rows: sharePlan(input, lowering), environment, lowering }
  const tops = topGroups(levels, clauses.length)
  const bound = columnsOf(node.ResultType)
  if (bound.length !== tops.shown.length) return refuse(node, 'columns-unmatched', 'top-nested')
  const columns = tops.shown.map((column, index): PlanColumn => ({ ...column, name: bound[index]!.name }))
  const shown = { ...project(tops.plan, [], columns, spanOf(node)), order: [], serialized: false }
  return clauses.some(({ WithOthersClause }) => WithOthersClause) ? withOthers(shown, levels) : shown
}
