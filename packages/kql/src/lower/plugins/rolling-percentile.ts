import type { ColumnType } from '@tripline/schemas'
import { columnsOf, type Expr, elementsOf, spanOf } from '../../frontend/syntax.ts'
import type { EdgeName } from '../../functions/edge.ts'
import { project, reference } from '../../plan/build.ts'
import { type ColumnReference, constantOf, literal, missing } from '../../plan/expression.ts'
import type { PlanColumn } from '../../plan/node.ts'
import { groupKey } from '../expressions/group-key.ts'
import { settled } from '../expressions/settled.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'
import { sharePlan } from '../share-plan.ts'
import { stepsAt } from '../steps.ts'
import type { LowerPlugin } from './plugin.ts'
import { callOf } from './plugin-arguments.ts'
import { inWindows } from './windows-over-bins.ts'

/**
 * rolling_percentile(value, percentile, index, size, bins, dimensions…): for each bin, the percentile over the bins that end
 * with it (semantics 18.4).
 */
export const lowerRollingPercentile: LowerPlugin = (node, input, environment, lowering) => {
  const span = spanOf(node)
  const steps = stepsAt(span, lowering)
  const given = elementsOf<Expr>(callOf(node).ArgumentList?.Expressions)
  const columnAt = (argument: Expr): ColumnReference => {
    const column = lowering.expression(argument, rowScope(input, environment))
    return column.op === 'column' ? column : refuse(argument, 'column-needed')
  }
  const [valueNode, rankNode, indexNode, sizeNode, countNode, ...dimensionNodes] = given as [
    Expr,
    Expr,
    Expr,
    Expr,
    Expr,
    ...Expr[],
  ]
  const [value, index, ...dimensions] = [valueNode, indexNode, ...dimensionNodes].map(columnAt)
  if (index!.type === 'real' || index!.type === 'decimal')
    refuse(indexNode, 'plugin-time-type', 'rolling_percentile', index!.type)
  const constantAt = (argument: Expr, edges: readonly EdgeName[]) => {
    const constant = lowering.expression(argument, { environment })
    return settled(constant, edges, 'rolling_percentile with an argument of', argument)
  }
  const rank = constantAt(rankNode, ['null', 'negative'])
  const size = constantAt(sizeNode, ['null', 'zero', 'negative', 'extreme'])
  const bins = constantAt(countNode, ['null'])
  const count = Number(constantOf(bins) ?? 0)
  if (!(Number.isInteger(count) && count >= 1 && count <= 10_000)) return refuse(countNode, 'rolling-window')
  const bound = columnsOf(node.ResultType)
  const type = bound.at(-1)!.type
  const indexType = index!.type as ColumnType
  if (!type || bound.length !== dimensions.length + 2) return refuse(node, 'columns-unmatched', 'rolling_percentile')

  const bounded = settled(index!, ['null'], 'rolling_percentile with an index of', indexNode)
  const parts = [
    [steps.column('value', value!.type as ColumnType), value!],
    [steps.column('bin', indexType), steps.call('bin', [bounded, size], indexType)],
    ...dimensions.map(
      (column, at) =>
        [
          steps.column('dimension', column.type as ColumnType),
          groupKey(column, 'rolling_percentile', dimensionNodes[at]!),
        ] as const,
    ),
  ] as const
  const assignments = parts.map(([{ id }, expression]) => ({ id, expression }))
  const binned = sharePlan(
    project(
      input,
      assignments,
      parts.map(([column]) => column),
      span,
    ),
    lowering,
  )

  const keysOf = (columns: readonly PlanColumn[]) =>
    columns.map(column => [steps.column(column.name, column.type as ColumnType), reference(column)] as const)
  const rows = binned()
  const { plan, window } = inWindows(rows, rows.columns[1]!, size, count, steps, lowering)
  const result = steps.column('result', type)
  const ranked = steps.group(plan, keysOf([window, ...rows.columns.slice(2, parts.length)]), [
    [result, steps.aggregate('percentile', [reference(rows.columns[0]!), rank], type)],
  ])
  const each = binned()
  const existing = steps.group(each, keysOf(each.columns.slice(1, parts.length)))
  const on = existing.columns.map((column, index) => ({
    left: reference(column),
    right: reference(ranked.columns[index]!),
  }))
  const joined = steps.join('inner', existing, ranked, on)
  const [bin, ...kept] = joined.columns.slice(0, existing.columns.length) as [PlanColumn, ...PlanColumn[]]
  const before = steps.column('before', indexType)
  const gaps = steps.extend(joined, [
    [
      before,
      {
        op: 'window',
        name: 'prev',
        args: [reference(bin), literal('long', 1n), missing(indexType)],
        type: indexType,
        partition: kept.map(reference),
        order: [{ expression: reference(bin), descending: false, nulls: 'first' }],
        span,
      },
    ],
  ])
  const checked = steps.column('checked', type)
  const plugin = literal('string', 'rolling_percentile')
  const args = [reference(joined.columns.at(-1)!), reference(bin), reference(before), size, plugin]
  const output = steps.extend(gaps, [[checked, steps.call('unless_gap', args, type)]])
  const shown = [bin, ...kept, checked].map((column, index): PlanColumn => ({ ...column, name: bound[index]!.name }))
  return project(output, [], shown, span)
}
