import type { ColumnType } from '@tripline/schemas'
import { carryColumns } from '../lower/carry-columns.ts'
import { project } from '../plan/build.ts'
import { type Call, type ColumnId, type Expression, literal } from '../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../plan/node.ts'
import { readsOf, visitAll } from '../plan/walk.ts'
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
  const wanted = new Map<ColumnId, PlanColumn>()
  visitAll([condition, ...values], {
    expression: each => {
      if (each.op === 'column') wanted.set(each.id, { id: each.id, name: each.id, type: each.type, hidden: true })
    },
  })
  const input = carryColumns(rows, [...wanted.values()])
  const call = (name: string, args: readonly Expression[]): Call => ({ op: 'call', name, args, type: 'bool', span })
  const unordered = { columns: input.columns, order: [], serialized: false, span }
  const predicate = call('not', [call('coalesce', [condition, literal('bool', false)])])
  const rejected: PlanNode = { op: 'filter', input, predicate, ...unordered }
  const source = joined ? matching(rejected, joined) : rejected
  const few: PlanNode = { op: 'take', input: source, count: literal('long', most), by: [], ...unordered }
  const columns = values.map(
    ({ type }, index): PlanColumn => ({ id: `value ${index}`, name: `value ${index}`, type: type as ColumnType }),
  )
  const assignments = columns.map(({ id }, index) => ({ id, expression: values[index]! }))
  return project(few, assignments, columns, span)
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
export function isReadable(expression: Expression, available: ReadonlySet<ColumnId>): boolean {
  let readable = expression.type !== 'struct'
  visitAll([expression], {
    expression: each => {
      readable &&= each.op !== 'aggregate' && each.op !== 'window'
    },
  })
  return readable && [...readsOf([expression])].every(id => available.has(id))
}
