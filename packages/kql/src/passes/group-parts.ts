import { type ColumnId, type ColumnReference, positionOrder, type ValueType } from '../plan/expression.ts'
import type { Assignment, Join, PlanColumn, PlanNode, Summarize } from '../plan/node.ts'

/** Groups and some of their aggregates. */
export interface GroupPart {
  readonly plan: Summarize
  readonly keys: readonly ColumnReference[]
  /** Whether groups may be missing. */
  readonly partial: boolean
}

export const columnOf = (id: ColumnId, type: ValueType): ColumnReference => ({ op: 'column', id, type })

export const hidden = ({ id, type }: ColumnReference): PlanColumn => ({ id, name: id, type, hidden: true })

/** Groups by columns whose new ids start with `label`. */
export function groupsOf(
  label: string,
  input: PlanNode,
  by: readonly ColumnReference[],
  aggregates: readonly Assignment[],
): Omit<GroupPart, 'partial'> {
  const keys = by.map(({ type }, index) => columnOf(`${label} key${index}`, type))
  const rank = columnOf(`${label} rank`, 'long')
  const results = aggregates.map(({ id, expression }) => columnOf(id, expression.type))
  const plan: Summarize = {
    op: 'summarize',
    input,
    keys: keys.map(({ id }, index) => ({ id, expression: by[index]! })),
    aggregates,
    position: rank.id,
    columns: [...keys, ...results, rank].map(hidden),
    order: positionOrder(rank.id),
    serialized: false,
    span: input.span,
  }
  return { plan, keys }
}

/** Groups joined with the aggregates of another part. */
export function joinedByKeys(
  left: PlanNode,
  keys: readonly ColumnReference[],
  { plan, keys: others, partial }: GroupPart,
): Join {
  const results = plan.columns.filter(({ id }) => plan.aggregates.some(aggregate => aggregate.id === id))
  return {
    op: 'join',
    kind: partial ? 'leftouter' : 'inner',
    left,
    right: plan,
    on: keys.map((key, index) => ({ left: key, right: others[index]! })),
    sources: new Map<ColumnId, { side: 'left' | 'right'; id: ColumnId }>([
      ...left.columns.map(({ id }) => [id, { side: 'left', id }] as const),
      ...results.map(({ id }) => [id, { side: 'right', id }] as const),
    ]),
    columns: [...left.columns, ...results],
    order: left.order,
    serialized: false,
    span: plan.span,
  }
}
