import { calling, project, reader } from '../plan/build.ts'
import {
  type AggregateCall,
  type ColumnReference,
  type Expression,
  literal,
  type WindowCall,
} from '../plan/expression.ts'
import type { PlanNode, RunSeries, Summarize, Union, UnionLeg } from '../plan/node.ts'
import { kindOf } from './aggregate-kinds.ts'
import { reachOf } from './run-series.ts'
import { aggregatesIn, isRanked, needsOf, replaced } from './sweep-expressions.ts'
import {
  type BoundedRows,
  filtered,
  hiddenColumn,
  newColumn,
  newRun,
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
  const { totals, ...groups } = accumulated(
    [
      partsOf(input, keys, ['rows', ...calls.filter(call => !isDistinct(call))], context),
      ...calls.filter(isDistinct).map(call => distinctValues(input, keys, call, context)),
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

/** The number of rows of a group, or one of its aggregates. */
type Total = 'rows' | AggregateCall

/** Rows of groups by their keys, with what they add to totals while runs see them. */
interface Addends {
  readonly node: PlanNode
  readonly from: ColumnReference
  readonly to: ColumnReference
  readonly keys: readonly ColumnReference[]
  readonly totals: ReadonlyMap<Total, ColumnReference>
}

/** The rows of a group that the same runs see, as one. */
function partsOf(
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
      expression: total === 'rows' ? aggregate('count', [], seen) : { ...total, order: [] },
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
  const parts = partsOf({ ...input, node: known }, [...keys, value], ['rows'], context)
  const { node, ...values } = accumulated([parts], ['rows'], context)
  const one = newLong(context)
  const columns = withColumns(node.columns, [one])
  const counted = project(node, [{ id: one.id, expression: literal('long', 1n) }], columns, node.span)
  return { ...values, node: counted, keys: values.keys.slice(0, -1), totals: new Map([[call, one]]) }
}

/** The groups of addends with their totals, once for each run from which these differ from those before; none without rows. */
function accumulated(addends: readonly Addends[], wanted: readonly Total[], context: SweepContext): Addends {
  const { span } = addends[0]!.node
  const step = literal('timespan', context.series.step)
  const keys = addends[0]!.keys.map(key => newColumn(key, context))
  const at = newRun(context)
  const changes = wanted.map(total => ({
    total,
    change: newLong(context),
    sum: newLong(context),
    value: newLong(context),
  }))
  const union: Union = {
    op: 'union',
    legs: addends.flatMap(added => changesOf(added, wanted, context)),
    columns: [...keys, at, ...changes.map(({ change }) => change)].map(hiddenColumn),
    order: [],
    serialized: false,
    span,
  }
  const [own, start] = [keys.map(key => newColumn(key, context)), newRun(context)]
  const summed: Summarize = {
    op: 'summarize',
    input: union,
    keys: [...keys, at].map((expression, index) => ({ id: [...own, start][index]!.id, expression })),
    aggregates: changes.map(({ change, sum }) => ({ id: sum.id, expression: aggregate('sum', [change], union) })),
    columns: [...own, start, ...changes.map(({ sum }) => sum)].map(hiddenColumn),
    position: context.newId(),
    order: [],
    serialized: false,
    span,
  }
  const along = (name: string, args: readonly Expression[], type: 'long' | 'datetime'): WindowCall => ({
    op: 'window',
    name,
    args,
    type,
    partition: own,
    order: [{ expression: start, descending: false, nulls: 'first' }],
    span,
  })
  const next = newRun(context)
  const running = project(
    summed,
    [
      ...changes.map(({ sum, value }) => ({ id: value.id, expression: along('row_cumsum', [sum], 'long') })),
      { id: next.id, expression: along('next', [start], 'datetime') },
    ],
    [...own, start, next, ...changes.map(({ value }) => value)].map(hiddenColumn),
    span,
  )
  const totals = new Map(changes.map(({ total, value }) => [total, value]))
  const present = filtered(running, calling('>', [totals.get('rows')!, literal('long', 0n)], 'bool', span))
  const to = newRun(context)
  const last = { id: to.id, expression: calling('-', [next, step], 'datetime', span) }
  const node = project(present, [last], withColumns(present.columns, [to]), span)
  return { node, from: start, to, keys: own, totals }
}

/** What is added with the first run, and taken away after the last. */
function changesOf(
  { node, from, to, keys, totals }: Addends,
  wanted: readonly Total[],
  context: SweepContext,
): readonly UnionLeg[] {
  const shared = { plan: node }
  const { span } = node
  const after = newRun(context)
  const negative = new Map(Array.from(totals, ([total, value]) => [total, { value, column: newLong(context) }]))
  const taken = [...negative.values()].map(({ value, column }) => ({
    id: column.id,
    expression: calling('negate', [value], 'long', span),
  }))
  const step = literal('timespan', context.series.step)
  const ends = project(
    reader(shared),
    [{ id: after.id, expression: calling('+', [to, step], 'datetime', span) }, ...taken],
    withColumns(node.columns, [after, ...Array.from(negative.values(), ({ column }) => column)]),
    span,
  )
  const ids = keys.map(({ id }) => id)
  return [
    { input: reader(shared), ids: [...ids, from.id, ...wanted.map(total => totals.get(total)?.id)], source: '' },
    { input: ends, ids: [...ids, after.id, ...wanted.map(total => negative.get(total)?.column.id)], source: '' },
  ]
}

const newLong = (context: SweepContext): ColumnReference => newColumn(literal('long', 0n), context)

const aggregate = (name: string, args: readonly Expression[], { span }: PlanNode): AggregateCall => ({
  op: 'aggregate',
  name,
  args,
  type: 'long',
  order: [],
  span,
})
