import { lookUp } from '@tripline/diagnostics'
import type { ColumnType } from '@tripline/schemas'
import { carryColumns } from '../lower/carry-columns.ts'
import { project } from '../plan/build.ts'
import { type Call, type ColumnId, type Expression, literal, type OrderKey } from '../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../plan/node.ts'
import { ownColumns, ownParts } from './own-columns.ts'
import type { JoinedSegment } from './segment.ts'

/** How many rows an explanation quotes. */
const most = 3n

/** A few of the rows that a condition rejects, with the values of expressions instead of their columns; of those that a join matches, if one is given. */
export function sampledRows(
  rows: PlanNode,
  condition: Expression,
  values: readonly Expression[],
  joined?: JoinedSegment,
): PlanNode {
  const { span } = rows
  const wanted = [condition, ...values].flatMap(ownColumns)
  const hidden = wanted.map(({ id, type }): PlanColumn => ({ id, name: id, type, hidden: true }))
  const input = carryColumns(rows, hidden)
  const call = (name: string, args: readonly Expression[]): Call => ({ op: 'call', name, args, type: 'bool', span })
  const unordered = { columns: input.columns, order: [], serialized: false, span }
  const predicate = call('not', [call('coalesce', [condition, literal('bool', false)])])
  const rejected: PlanNode = { op: 'filter', input, predicate, ...unordered }
  const source = joined ? matching(rejected, joined) : rejected
  const column = (id: string, { type }: Expression): PlanColumn => ({ id, name: id, type: type as ColumnType })
  const columns = values.map((value, index) => column(`value ${index}`, value))
  const assignments = columns.map(({ id }, index) => ({ id, expression: values[index]! }))
  const nearness = nearnessIn(condition)
  const key = nearness && column('nearness', nearness.expression)
  const valued = project(
    source,
    [...assignments, ...(key ? [{ id: key.id, expression: nearness.expression }] : [])],
    [...columns, ...(key ? [key] : [])],
    span,
  )
  const by: readonly OrderKey[] = key
    ? [{ expression: { op: 'column', ...key }, descending: nearness.descending, nulls: 'last' }]
    : []
  return { ...valued, op: 'take', input: valued, count: literal('long', most), by, columns }
}

/** Whether values that a comparison rejects are the nearer the higher they are, by operator. */
const isNearerHigher: Readonly<Record<string, boolean>> = { '>': true, '>=': true, '<': false, '<=': false }

/** What rows are sorted by so that those that miss a comparison by the least come first. */
function nearnessIn(
  condition: Expression,
): { readonly expression: Expression; readonly descending: boolean } | undefined {
  if (condition.op !== 'call') return undefined
  const descending = lookUp(isNearerHigher, condition.name)
  return descending === undefined ? undefined : { expression: condition.args[0]!, descending }
}

/** The rows of one side of a join that have a match on the other. */
function matching(rows: PlanNode, { join, side }: JoinedSegment): PlanNode {
  const { columns, span } = rows
  const other = side === 'left' ? 'right' : 'left'
  return {
    op: 'join',
    kind: 'leftsemi',
    left: rows,
    right: join[other],
    on: join.on.map(key => ({ left: key[side], right: key[other] })),
    sources: new Map(columns.map(({ id }) => [id, { side: 'left', id }])),
    columns,
    order: [],
    serialized: false,
    span,
  }
}

/** Whether an expression can be computed from some columns of a row. */
export const isReadable = (expression: Expression, available: ReadonlySet<ColumnId>): boolean =>
  expression.type !== 'struct' &&
  !ownParts(expression).some(({ op }) => op === 'aggregate' || op === 'window') &&
  ownColumns(expression).every(({ id }) => available.has(id))
