import type { ColumnType } from '@tripline/schemas'
import type { TextSpan } from '../world/query-diagnostic.ts'
import {
  type Call,
  type ColumnId,
  type ColumnReference,
  type Expression,
  type Literal,
  type OrderKey,
  positionOrder,
  type WindowCall,
} from './expression.ts'
import type { PlanColumn, PlanNode, Project, Reference, Shared, Summarize } from './node.ts'

export const reference = (column: PlanColumn): ColumnReference => ({ op: 'column', id: column.id, type: column.type })

export const columnNamed = (node: PlanNode | undefined, name: string): PlanColumn | undefined =>
  node?.columns.find(column => column.name === name && !column.hidden)

/** A node with different columns: some of the input's, some computed. */
export function project(
  input: PlanNode,
  assignments: Project['assignments'],
  columns: readonly PlanColumn[],
  span: TextSpan,
): Project {
  const { order, serialized } = input
  return { op: 'project', input, assignments, columns, order, serialized, span }
}

export const calling = (name: string, args: readonly Expression[], type: ColumnType, span: TextSpan): Call => ({
  op: 'call',
  name,
  args,
  type,
  span,
})

/** The rank of a row in an order. */
export const rowNumber = (order: readonly OrderKey[], span: TextSpan): WindowCall => ({
  op: 'window',
  name: 'row_number',
  args: [],
  type: 'long',
  partition: [],
  order,
  span,
})

/** A value with a default for when it is missing. */
export const orElse = (value: Expression, otherwise: Literal, span: TextSpan): Call => ({
  op: 'call',
  name: 'coalesce',
  args: [value, otherwise],
  type: otherwise.type,
  span,
})

/** Groups in the order of their first rows; without keys, the single group has no order. `position`: a new id. */
export function summarize(
  input: PlanNode,
  { keys, aggregates }: Pick<Summarize, 'keys' | 'aggregates'>,
  columns: readonly PlanColumn[],
  span: TextSpan,
  position: ColumnId,
): Summarize {
  const order = keys.length > 0 && input.order.length > 0 ? positionOrder(position) : []
  return { op: 'summarize', input, keys, aggregates, columns, position, order, serialized: false, span }
}

/** A shared plan with its own ids, for readers whose columns never meet. */
export function reader(shared: Shared): Reference {
  const { columns, order, serialized, span } = shared.plan
  const ids = new Map(columns.map(({ id }) => [id, id]))
  return { op: 'reference', shared, ids, columns, order, serialized, span }
}
