import { calling, project, reader } from '../plan/build.ts'
import {
  type AggregateCall,
  type ColumnReference,
  type Expression,
  literal,
  type WindowCall,
} from '../plan/expression.ts'
import type { PlanNode, Summarize, Union, UnionLeg } from '../plan/node.ts'
import { filtered, hiddenColumn, newColumn, newRun, type SweepContext, withColumns } from './swept.ts'

/** The number of rows of a group, or one of its aggregates. */
export type Total = 'rows' | AggregateCall

/** Rows of groups by their keys, with what they add to totals while runs see them. */
export interface Addends {
  readonly node: PlanNode
  readonly from: ColumnReference
  readonly to: ColumnReference
  readonly keys: readonly ColumnReference[]
  readonly totals: ReadonlyMap<Total, ColumnReference>
}

/** The groups of addends with their totals, once for each run from which these differ from those before; none without rows. */
export function accumulated(addends: readonly Addends[], wanted: readonly Total[], context: SweepContext): Addends {
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
    aggregates: changes.map(({ change, sum }) => ({ id: sum.id, expression: aggregateOf('sum', [change], union) })),
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

export const newLong = (context: SweepContext): ColumnReference => newColumn(literal('long', 0n), context)

export const aggregateOf = (name: string, args: readonly Expression[], { span }: PlanNode): AggregateCall => ({
  op: 'aggregate',
  name,
  args,
  type: 'long',
  order: [],
  span,
})
