import { calling, project } from '../plan/build.ts'
import { type AggregateCall, type Expression, literal } from '../plan/expression.ts'
import { type RunSeries, reachOf, type Summarize } from '../plan/node.ts'
import { type Addends, accumulated, aggregateOf, newLong, type Total } from './accumulated.ts'
import { kindOf } from './aggregate-kinds.ts'
import { readers } from './readers.ts'
import { aggregatesIn, isRanked, needsOf, replaced } from './sweep-expressions.ts'
import {
  type BoundedRows,
  filtered,
  hiddenColumn,
  newColumn,
  type SweepContext,
  type Swept,
  withColumns,
} from './swept.ts'

/** Spreading rows over fewer runs than this is faster. */
const fewestRuns = 8

/** Whether rows are seen by so many runs that groups are best followed from run to run. */
export const isLong = (series: RunSeries): boolean => Math.min(series.count, reachOf(series)) >= fewestRuns

/** Whether rows that leave a group can be taken away from its value. */
export const isStepwise = (call: AggregateCall): boolean =>
  call.type === 'long' && ['sum', 'values'].includes(kindOf(call)?.combinedBy ?? '')

/**
 * The groups of runs, each with the first and the last of the runs in which its values are these: what its rows add with the first
 * run that sees them is taken away after the last. Undefined if that is not faster, or if the values could be others.
 */
export function stepsOf(node: Summarize, input: Swept, context: SweepContext): BoundedRows | undefined {
  const keys = node.keys.map(({ expression }) => expression)
  const expressions = [...keys, ...node.aggregates.map(({ expression }) => expression)]
  if (input.kind !== 'bounded' || input.later.length > 0 || !isLong(context.series)) return undefined
  // Of equal reals, the database returns any.
  const isExact = keys.every(({ type }) => type !== 'real')
  if (keys.length === 0 || !isExact || isRanked(node) || needsOf(expressions).run) return undefined
  const calls = aggregatesIn(expressions)
  if (!calls.every(isStepwise)) return undefined
  const isDistinct = (call: AggregateCall) => kindOf(call)?.combinedBy === 'values'
  const read = readers(input.node)
  const rows = () => ({ ...input, node: read() })
  const { totals, ...groups } = accumulated(
    [
      addendsOf(rows(), keys, ['rows', ...calls.filter(call => !isDistinct(call))], context),
      ...calls.filter(isDistinct).map(call => distinctValues(rows(), keys, call, context)),
    ],
    ['rows', ...calls],
    context,
  )
  const assignments = [
    ...node.keys.map(({ id }, index) => ({ id, expression: groups.keys[index]! })),
    ...node.aggregates.map(({ id, expression }) => ({
      id,
      expression: replaced(expression, part => (part.op === 'aggregate' ? totals.get(part) : undefined)),
    })),
  ]
  const { from, to } = groups
  const columns = withColumns(node.columns, [from, to])
  return { kind: 'bounded', node: project(groups.node, assignments, columns, node.span), from, to, later: [] }
}

/** The rows of a group that the same runs see, as one. */
function addendsOf(
  { node: input, from, to }: BoundedRows,
  keys: readonly Expression[],
  totals: readonly Total[],
  context: SweepContext,
): Addends {
  const { span } = input
  const seen = filtered(input, calling('<=', [from, to], 'bool', span))
  const parts = [...keys, from, to].map(expression => ({ expression, column: newColumn(expression, context) }))
  const values = totals.map(total => ({ total, column: newLong(context) }))
  const node: Summarize = {
    op: 'summarize',
    input: seen,
    keys: parts.map(({ column, expression }) => ({ id: column.id, expression })),
    aggregates: values.map(({ total, column }) => ({
      id: column.id,
      expression: total === 'rows' ? aggregateOf('count', [], seen) : { ...total, order: [] },
    })),
    columns: [...parts, ...values].map(({ column }) => hiddenColumn(column)),
    position: context.newId(),
    order: [],
    serialized: false,
    span,
  }
  const columns = parts.map(({ column }) => column)
  return {
    node,
    from: columns.at(-2)!,
    to: columns.at(-1)!,
    keys: columns.slice(0, -2),
    totals: new Map(values.map(({ total, column }) => [total, column])),
  }
}

/** Each value that a group counts once, while any of its rows has it. */
function distinctValues(
  input: BoundedRows,
  keys: readonly Expression[],
  call: AggregateCall,
  context: SweepContext,
): Addends {
  const value = call.args[0]!
  const known = filtered(input.node, calling('isnotnull', [value], 'bool', call.span))
  const parts = addendsOf({ ...input, node: known }, [...keys, value], ['rows'], context)
  const { node, ...values } = accumulated([parts], ['rows'], context)
  const one = newLong(context)
  const columns = withColumns(node.columns, [one])
  const counted = project(node, [{ id: one.id, expression: literal('long', 1n) }], columns, node.span)
  return { ...values, node: counted, keys: values.keys.slice(0, -1), totals: new Map([[call, one]]) }
}
