import { type Expr, is, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { project, reference, summarize } from '../../plan/build.ts'
import type { ColumnId, Expression, OrderKey, WindowCall } from '../../plan/expression.ts'
import type { Filter, PlanColumn, PlanNode } from '../../plan/node.ts'
import { carryOrder } from '../carry-columns.ts'
import type { Environment } from '../environment.ts'
import { groupKey } from '../expressions/group-key.ts'
import { namesOf } from '../expressions/named-expressions.ts'
import type { Lowering } from '../lowering.ts'
import { type RowScope, rowScope } from '../scope.ts'
import { rowCount } from './row-count.ts'

export type TopNestedClause = Nodes['TopNestedClause']

/** Groups of a level, or of several levels joined. */
interface Level {
  readonly plan: PlanNode
  readonly keys: readonly PlanColumn[]
  readonly total: PlanColumn
}

/** What the levels of a top-nested have in common. */
export interface TopNestedLevels {
  readonly node: Nodes['TopNestedOperator']
  readonly clauses: readonly TopNestedClause[]
  /** The operator's input, with new ids each time. */
  readonly rows: () => PlanNode
  readonly environment: Environment
  readonly lowering: Lowering
}

/** The groups that the first `depth` levels keep, with the key and the total of each level. */
export function topGroups(
  levels: TopNestedLevels,
  depth: number,
): { readonly plan: PlanNode; readonly keys: readonly PlanColumn[]; readonly shown: readonly PlanColumn[] } {
  const made = levels.clauses.slice(0, depth).map((_, index) => levelGroups(levels, index))
  const [first, ...rest] = made as [Level, ...Level[]]
  const plan = rest.reduce<PlanNode>((above, level) => underneath(above, level, made, levels.node), first.plan)
  return {
    plan,
    keys: made.map(({ keys }) => keys.at(-1)!),
    shown: made.flatMap(({ keys, total }) => [keys.at(-1)!, total]),
  }
}

/** An expression of a clause, without its name. */
export const lowerIn = (scope: RowScope, lowering: Lowering, expression: Expr): Expression =>
  lowering.expression(namesOf(expression).expression, scope)

/** The key of a level. */
export const keyOf = (scope: RowScope, lowering: Lowering, expression: Expr): Expression =>
  groupKey(lowerIn(scope, lowering, expression), 'top-nested', expression)

/** The aggregate of a clause. */
export const aggregateOf = ({ ByExpression }: TopNestedClause): Expr =>
  is(ByExpression, 'OrderedExpression') ? ByExpression.Expression! : ByExpression!

/** The groups of one level that come first within their parent, whether or not the parent is kept. */
export function levelGroups(levels: TopNestedLevels, index: number): Level {
  const { environment, lowering } = levels
  const clauses = levels.clauses.slice(0, index + 1)
  const clause = clauses.at(-1)!
  const scope: RowScope = { ...rowScope(levels.rows(), environment), grouped: true }
  const by = clause.ByExpression!
  const ordering = is(by, 'OrderedExpression') ? by.Ordering?.AscOrDescKeyword?.Text?.trim() : undefined
  const keys = clauses.map(({ OfExpression }) => computed(keyOf(scope, lowering, OfExpression!), lowering))
  const total = computed(lowerIn(scope, lowering, aggregateOf(clause)), lowering)
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
