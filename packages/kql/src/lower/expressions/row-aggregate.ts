import type { ColumnType } from '@tripline/schemas'
import { columnsOf, is, isTuple, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { fieldName } from '../../functions/aggregate/aggregate-pick.ts'
import { functionRow } from '../../functions/registry.ts'
import { columnNamed, reference } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { ordered } from '../carry-columns.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import type { Scope } from '../scope.ts'
import { refuseUnsettled } from './refuse-unsettled.ts'
import { argumentsOf } from './special-call.ts'

/** Aggregates that pick one row of the group and return several of its columns (semantics 10.10, 10.11). */
export const rowAggregates: ReadonlySet<string> = new Set(
  ['arg_max', 'arg_min', 'take_any'].flatMap(name => functionRow(name, 'aggregate')!.names),
)

/** The picked row as one value, and its columns. */
export function lowerRowAggregate(node: Nodes['FunctionCallExpression'], scope: Scope, lowering: Lowering) {
  const written = node.Name!.SimpleName!
  const row = functionRow(written, 'aggregate')!
  const name = row.names[0]!
  const { grouped: _, ...inner } = scope
  const bound = isTuple(node.ResultType) ? columnsOf(node.ResultType) : []
  const values = argumentsOf(node).flatMap((argument, position): Expression[] => {
    if (!is(argument, 'StarExpression')) return [lowering.expression(argument, inner)]
    // The binder's columns are the key followed by every column that is not a group key.
    return bound.slice(position).map(({ name: column }) => {
      const found = columnNamed(scope.input?.plan, column)
      return found ? reference(found) : refuse(argument, 'column-missing', column)
    })
  })
  if (name !== 'take_any' && values[0]?.type === 'dynamic') return refuse(node, 'aggregate-dynamic', name)
  refuseUnsettled(row, `${written}()`, values, node)
  const value: Expression = {
    op: 'aggregate',
    name,
    args: values,
    type: 'struct',
    order: ordered(scope.input),
    span: spanOf(node),
  }
  const outputsOf = (picked: Expression): Expression[] =>
    values.map((column, index) => ({
      op: 'field',
      of: picked,
      name: fieldName(index),
      type: column.type as ColumnType,
    }))
  return { value, outputsOf }
}
