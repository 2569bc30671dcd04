import { columnsOf, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { project, reference, summarize } from '../../plan/build.ts'
import type { AggregateCall, WindowCall } from '../../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import { groupKey } from '../expressions/group-key.ts'
import { namesOf } from '../expressions/named-expressions.ts'
import type { Lowering } from '../lowering.ts'
import { rowScope } from '../scope.ts'
import { rowCount } from './row-count.ts'
import { filtered, rankedBy } from './top-nested-levels.ts'

/**
 * top-hitters N of key [by value]: the largest counts or sums; which of equal ones Kusto keeps is not documented (semantics
 * 13.8).
 */
export function lowerTopHitters(
  node: Nodes['TopHittersOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const scope = rowScope(input, environment)
  const span = spanOf(node)
  const of = node.OfExpression!
  const key = groupKey(lowering.expression(namesOf(of).expression, scope), 'top-hitters', of)
  const by = node.ByClause && lowering.expression(node.ByClause.Expression!, scope)
  const [keyColumn, totalColumn] = columnsOf(node.ResultType).map(
    ({ name, type }): PlanColumn => ({ id: lowering.newId(), name, type: type ?? 'long' }),
  ) as [PlanColumn, PlanColumn]
  const aggregate = { op: 'aggregate', name: by ? 'sum' : 'count', args: by ? [by] : [], order: [], span } as const
  const total: AggregateCall = { ...aggregate, type: totalColumn.type }
  const grouping = {
    keys: [{ id: keyColumn.id, expression: key }],
    aggregates: [{ id: totalColumn.id, expression: total }],
  }
  const groups = summarize(scope.input.plan, grouping, [keyColumn, totalColumn], span, lowering.newId())
  const { plan, rank, order } = rankedBy(totalColumn, true, [], groups, lowering)
  const id = lowering.newId()
  const next: WindowCall = {
    op: 'window',
    name: 'next',
    args: [reference(totalColumn)],
    type: 'long',
    partition: [],
    order,
    span,
  }
  const following: PlanColumn = { id, name: id, type: totalColumn.type, hidden: true }
  const looking = project(
    plan,
    [{ id, expression: { ...next, type: totalColumn.type as WindowCall['type'] } }],
    [...plan.columns, following],
    span,
  )
  const count = rowCount(node.Expression!, environment, lowering)
  return filtered(looking, 'is_top_hitter', [reference(rank), count, reference(totalColumn), reference(following)])
}
