import { columnsOf, type Expr, elementsOf, is, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { project, reference, summarize } from '../../plan/build.ts'
import type { ColumnId, Expression, OrderKey, WindowCall } from '../../plan/expression.ts'
import type { Filter, PlanColumn, PlanNode } from '../../plan/node.ts'
import { carryOrder } from '../carry-columns.ts'
import type { Environment } from '../environment.ts'
import { namesOf } from '../expressions/named-expressions.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { type RowScope, rowScope } from '../scope.ts'
import { sharePlan } from '../share-plan.ts'
import { rowCount } from './row-count.ts'

type Clause = Nodes['TopNestedClause']

/** One level: the first groups within each group of the level above. */
interface Level {
  readonly plan: PlanNode
  readonly keys: readonly PlanColumn[]
  readonly total: PlanColumn
}

/** top-nested: groups of groups, keeping the first groups of each parent at every level (semantics 13.8). */
export function lowerTopNested(
  node: Nodes['TopNestedOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const clauses = elementsOf<Clause>(node.Clauses)
  const rows = sharePlan(input, lowering)
  const levels = clauses.map((_, index) => lowerLevel(clauses.slice(0, index + 1), rows(), environment, lowering))
  const [first, ...rest] = levels as [Level, ...Level[]]
  const joined = rest.reduce<PlanNode>((above, level) => underneath(above, level, levels, node), first.plan)
  const bound = columnsOf(node.ResultType)
  const shown = levels.flatMap(({ keys, total }) => [keys.at(-1)!, total])
  if (bound.length !== shown.length) return refuse(node, 'columns-unmatched', 'top-nested')
  const columns = shown.map((column, index): PlanColumn => ({ ...column, name: bound[index]!.name }))
  return { ...project(joined, [], columns, spanOf(node)), order: [], serialized: false }
}

function lowerLevel(clauses: readonly Clause[], input: PlanNode, environment: Environment, lowering: Lowering): Level {
  const clause = clauses.at(-1)!
  if (clause.WithOthersClause) {
    return refuse(clause.WithOthersClause, 'top-nested-others')
  }
  const scope: RowScope = { ...rowScope(input, environment), grouped: true }
  const by = clause.ByExpression!
  const ordering = is(by, 'OrderedExpression') ? by.Ordering?.AscOrDescKeyword?.Text?.trim() : undefined
  const lower = (expression: Expr) => lowering.expression(namesOf(expression).expression, scope)
  const keys = clauses.map(({ OfExpression }) => computed(lower(OfExpression!), lowering))
  const total = computed(lower(is(by, 'OrderedExpression') ? by.Expression! : by), lowering)
  const span = spanOf(clause)
  const grouping = { keys: keys.map(({ assignment }) => assignment), aggregates: [total.assignment] }
  const columns = [...keys.map(({ column }) => column), total.column]
  const groups = summarize(scope.input.plan, grouping, columns, span, lowering.newId())
  const level = { keys: keys.map(({ column }) => column), total: total.column }
  const count = clause.Expression
  if (!count) return { ...level, plan: groups }
  const descending = ordering !== 'asc'
  const ranked = rankedBy(total.column, descending, level.keys.slice(0, -1), groups, lowering)
  const limit = rowCount(count, environment, lowering)
  return { ...level, plan: filtered(ranked.plan, '<=', [reference(ranked.rank), limit]) }
}

function computed(expression: Expression, lowering: Lowering) {
  const id = lowering.newId()
  return { assignment: { id, expression }, column: { id, name: id, type: expression.type } satisfies PlanColumn }
}

/** Rows with their rank within a partition; equal rows keep their order. */
export function rankedBy(
  key: PlanColumn,
  descending: boolean,
  partition: readonly PlanColumn[],
  input: PlanNode,
  lowering: Lowering,
): { readonly plan: PlanNode; readonly rank: PlanColumn; readonly order: readonly OrderKey[] } {
  const from = carryOrder(input)
  const first: OrderKey = { expression: reference(key), descending, nulls: descending ? 'last' : 'first' }
  const order = [first, ...from.order]
  const { span } = input
  const id = lowering.newId()
  const rank: PlanColumn = { id, name: id, type: 'long', hidden: true }
  const call: WindowCall = {
    op: 'window',
    name: 'row_number',
    args: [],
    type: 'long',
    partition: partition.map(reference),
    order,
    span,
  }
  return { plan: project(from, [{ id, expression: call }], [...from.columns, rank], span), rank, order }
}

/** The rows for which a function is true. */
export function filtered(input: PlanNode, name: string, args: readonly Expression[]): Filter {
  const { columns, order, serialized, span } = input
  return {
    op: 'filter',
    input,
    predicate: { op: 'call', name, args, type: 'bool', span },
    columns,
    order,
    serialized,
    span,
  }
}

/** The groups of a level joined with those of all levels above. */
function underneath(above: PlanNode, level: Level, levels: readonly Level[], node: Expr): PlanNode {
  const parent = levels[levels.indexOf(level) - 1]!
  const [left, right] = [above, level.plan].map(side => side.columns.filter(column => !column.hidden))
  const sources: Map<ColumnId, { side: 'left' | 'right'; id: ColumnId }> = new Map()
  for (const { id } of left!) sources.set(id, { side: 'left', id })
  for (const { id } of right!) sources.set(id, { side: 'right', id })
  return {
    op: 'join',
    kind: 'inner',
    left: above,
    right: level.plan,
    on: parent.keys.map((key, index) => ({ left: reference(key), right: reference(level.keys[index]!) })),
    sources,
    columns: [...left!, ...right!],
    order: [],
    serialized: false,
    span: spanOf(node),
  }
}
