import type { ColumnType } from '@tripline/schemas'
import { carryColumns } from '../lower/carry-columns.ts'
import { project } from '../plan/build.ts'
import { type Call, type ColumnId, type Expression, literal } from '../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../plan/node.ts'
import { readsOf, visitAll } from '../plan/walk.ts'

/** How many rows an explanation quotes. */
const most = 3n

/** A few of the rows that a condition rejects, or of all rows, with the values of expressions instead of their columns. */
export function sampledRows(
  rows: PlanNode,
  condition: Expression | undefined,
  values: readonly Expression[],
): PlanNode {
  const { span } = rows
  const wanted = new Map<ColumnId, PlanColumn>()
  visitAll([...(condition ? [condition] : []), ...values], {
    expression: each => {
      if (each.op === 'column') wanted.set(each.id, { id: each.id, name: each.id, type: each.type, hidden: true })
    },
  })
  const carried = carryColumns(rows, [...wanted.values()])
  const call = (name: string, args: readonly Expression[]): Call => ({ op: 'call', name, args, type: 'bool', span })
  const unordered = { columns: carried.columns, order: [], serialized: false, span }
  const rejected: PlanNode = condition
    ? {
        op: 'filter',
        input: carried,
        predicate: call('not', [call('coalesce', [condition, literal('bool', false)])]),
        ...unordered,
      }
    : carried
  const few: PlanNode = { op: 'take', input: rejected, count: literal('long', most), by: [], ...unordered }
  const columns = values.map(
    ({ type }, index): PlanColumn => ({ id: `value ${index}`, name: `value ${index}`, type: type as ColumnType }),
  )
  return project(
    few,
    columns.map(({ id }, index) => ({ id, expression: values[index]! })),
    columns,
    span,
  )
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
