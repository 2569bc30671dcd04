import { boundNames, elementsOf, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { positionOrder } from '../../plan/expression.ts'
import type { Outer, PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'
import { bagsOf, expansionsOf, indexColumn, rowLimit } from './mv-expand.ts'

/** mv-apply: the sub-query runs over the elements of each row and can use the row's other columns (semantics 12.6). */
export function lowerMvApply(
  node: Nodes['MvApplyOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const scope = rowScope(input, environment)
  const elements = elementsOf<Parameters<typeof expansionsOf>[0][number]>(node.Expressions)
  const { expansions, columns: expanded } = expansionsOf(elements, bagsOf(node), scope, lowering)
  const from = scope.input.plan
  const names = new Set(expanded.map(column => column.name))
  const others = from.columns.filter(column => !column.hidden && !names.has(column.name))
  const index = indexColumn(node, lowering.newId())
  const limit = rowLimit(node, environment, lowering)
  const outer: Outer = {
    op: 'outer',
    expansions,
    index: index.id,
    ...(limit && { limit }),
    columns: [...others, ...expanded, index],
    order: positionOrder(index.id),
    serialized: true,
    span: spanOf(node),
  }
  const body = lowering.pipeline(node.Subquery!.Expression!, outer, environment)
  const columns = boundNames(node.ResultType).map((name): PlanColumn => {
    const found = body.columns.find(column => column.name === name && !column.hidden)
    return found ?? others.find(column => column.name === name) ?? refuse(node, 'column-lost', name)
  })
  return { op: 'apply', input: from, body, columns, order: [], serialized: false, span: spanOf(node) }
}
