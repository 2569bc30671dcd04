import type { ColumnType } from '@tripline/schemas'
import { type Expr, elementsOf, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { project, reference } from '../../plan/build.ts'
import { type ColumnReference, type Expression, literal, missing, type OrderKey } from '../../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import { settled } from '../expressions/settled.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'
import { sharePlan } from '../share-plan.ts'
import { type Steps, stepsAt } from '../steps.ts'
import type { LowerPlugin } from './plugin.ts'
import { callOf } from './plugin-arguments.ts'
import { unanswered } from './undocumented-plugin.ts'

/** Appearances of ids on a time line, which may consist of numbers. */
export interface TimeLine {
  readonly steps: Steps
  /** Two columns: the id and the time. */
  readonly rows: PlanNode
  readonly id: PlanColumn
  readonly time: PlanColumn
  readonly type: ColumnType
  /** The arguments after the two columns. */
  readonly rest: readonly Expression[]
}

/** Of the start and end, and of the arguments after them. */
const ends = ['null', 'extreme'] as const
const lengths = ['null', 'zero', 'negative', 'extreme'] as const

export function timeLine(
  node: Nodes['EvaluateOperator'],
  count: number,
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): TimeLine {
  const given = elementsOf<Expr>(callOf(node).ArgumentList?.Expressions)
  if (given.length !== count) {
    const name = callOf(node).Name!.SimpleName!
    return refuse(given[count] ?? node, 'plugin-arguments', name, count)
  }
  const [id, time] = given.slice(0, 2).map((argument): ColumnReference => {
    const column = lowering.expression(argument, rowScope(input, environment))
    return column.op === 'column' ? column : refuse(argument, 'column-needed')
  }) as [ColumnReference, ColumnReference]
  const plugin = callOf(node).Name!.SimpleName!
  if (time.type === 'real' || time.type === 'decimal') refuse(given[1]!, 'plugin-time-type', plugin, time.type)
  const steps = stepsAt(spanOf(node), lowering)
  const known = input.columns.find(column => column.id === time.id)!
  const columns = [steps.column('id', id.type as ColumnType), { ...known, id: lowering.newId() }] as const
  const rows = project(
    input,
    [
      { id: columns[0].id, expression: settled(id, ['null', 'nan'], `${plugin} with an id of`, given[0]!) },
      { id: columns[1].id, expression: settled(time, ['null'], `${plugin} with a time of`, given[1]!) },
    ],
    columns,
    spanOf(node),
  )
  const rest = given.slice(2).map((argument, index) => {
    const value = lowering.expression(argument, { environment })
    return settled(value, index < 2 ? ends : lengths, `${plugin} with an argument of`, argument)
  })
  return { steps, rows, id: columns[0], time: columns[1], type: time.type as ColumnType, rest }
}

/** Between two ends, inclusive. */
export const between = ({ steps }: TimeLine, value: Expression, from: Expression, to: Expression): Expression =>
  steps.call('and', [steps.call('>=', [value, from], 'bool'), steps.call('<=', [value, to], 'bool')], 'bool')

const rising = (column: PlanColumn): OrderKey[] => [
  { expression: reference(column), descending: false, nulls: 'first' },
]

/**
 * activity_counts_metrics(id, time, start, end, step[, dimension…]): rows, ids, new ids and ids so far in each step. The result
 * for a step without rows is not documented, so neither is that for values of a dimension, which lack rows in most steps.
 */
export const lowerActivityCountsMetrics: LowerPlugin = (node, input, environment, lowering) => {
  if (elementsOf<Expr>(callOf(node).ArgumentList?.Expressions).length > 5)
    return unanswered('activity_counts_metrics() by dimensions')(node, input, environment, lowering)
  const line = timeLine(node, 5, input, environment, lowering)
  const { steps, id, time, type } = line
  const [start, end, step] = line.rest as [Expression, Expression, Expression]
  const within = steps.where(line.rows, between(line, reference(time), start, end))
  const bin = steps.column(time.name, type)
  const binned = sharePlan(
    steps.extend(within, [[bin, steps.call('bin_at', [reference(time), step, start], type)]]),
    lowering,
  )
  const [all, seen] = [binned(), binned()]
  const counts = ['count', 'dcount'].map(name => steps.column(name, 'long')) as [PlanColumn, PlanColumn]
  const key = steps.column(time.name, type)
  const perBin = steps.group(
    all,
    [[key, reference(all.columns[2]!)]],
    [
      [counts[0], steps.aggregate('count', [], 'long')],
      [counts[1], steps.aggregate('dcount', [reference(all.columns[0]!)], 'long')],
    ],
  )
  const [who, first] = [steps.column('id', id.type as ColumnType), steps.column('first', type)]
  const firsts = steps.group(
    seen,
    [[who, reference(seen.columns[0]!)]],
    [[first, steps.aggregate('min', [reference(seen.columns[2]!)], type)]],
  )
  const [from, fresh] = [steps.column('from', type), steps.column('new', 'long')]
  const perFirst = steps.group(firsts, [[from, reference(first)]], [[fresh, steps.aggregate('count', [], 'long')]])
  const joined = steps.join('leftouter', perBin, perFirst, [{ left: reference(key), right: reference(from) }])
  const [moment, total, distinct, , news] = joined.columns as [
    PlanColumn,
    PlanColumn,
    PlanColumn,
    PlanColumn,
    PlanColumn,
  ]
  const newCount = steps.column('new_dcount', 'long')
  const filled = steps.extend(joined, [
    [newCount, steps.call('coalesce', [reference(news), literal('long', 0n)], 'long')],
  ])
  const window = { op: 'window', type: 'long', partition: [], order: rising(moment), span: spanOf(node) } as const
  const running = steps.column('aggregated_dcount', 'long')
  const before = steps.column('before', type)
  const windows = steps.extend(filled, [
    [running, { ...window, name: 'row_cumsum', args: [reference(newCount)] }],
    [before, { ...window, type, name: 'prev', args: [reference(moment)] }],
  ])
  const checked = steps.column('count', 'long')
  const output = steps.extend(windows, [
    [
      checked,
      steps.call(
        'unless_gap',
        [reference(total), reference(moment), reference(before), step, literal('string', 'activity_counts_metrics')],
        'long',
      ),
    ],
  ])
  return project(output, [], [moment, checked, distinct, newCount, running], spanOf(node))
}

/** A look-back excludes the instant exactly at its edge (cases of active_users_count and session_count). */
const lookingBack = ({ steps, type }: TimeLine, time: Expression, span: Expression): Expression =>
  steps.call('-', [time, span], type)

/**
 * active_users_count(id, time, start, end, lookback, period, periods, bin): ids that appeared in that many periods of the
 * lookback before one of their appearances.
 */
export const lowerActiveUsersCount: LowerPlugin = (node, input, environment, lowering) => {
  const line = timeLine(node, 8, input, environment, lowering)
  const { steps, id, time, type } = line
  const [start, end, lookback, period, least, bin] = line.rest as [
    Expression,
    Expression,
    Expression,
    Expression,
    Expression,
    Expression,
  ]
  const appearances = sharePlan(
    steps.group(line.rows, [
      [steps.column('id', id.type as ColumnType), reference(id)],
      [steps.column(time.name, type), reference(time)],
    ]),
    lowering,
  )
  const now = appearances()
  const current = steps.where(now, between(line, reference(now.columns[1]!), start, end))
  const earlier = appearances()
  const pairs = steps.join('inner', current, earlier, [
    { left: reference(now.columns[0]!), right: reference(earlier.columns[0]!) },
  ])
  const [who, at, , past] = pairs.columns as [PlanColumn, PlanColumn, PlanColumn, PlanColumn]
  const seen = steps.where(
    pairs,
    steps.call(
      'and',
      [
        steps.call('>', [reference(past), lookingBack(line, reference(at), lookback)], 'bool'),
        steps.call('<=', [reference(past), reference(at)], 'bool'),
      ],
      'bool',
    ),
  )
  const [person, moment, periods] = [
    steps.column('id', id.type as ColumnType),
    steps.column(time.name, type),
    steps.column('periods', 'long'),
  ]
  const counted = steps.group(
    seen,
    [
      [person, reference(who)],
      [moment, reference(at)],
    ],
    [[periods, steps.aggregate('dcount', [steps.call('bin', [reference(past), period], type)], 'long')]],
  )
  const active = steps.where(counted, steps.call('>=', [reference(periods), least], 'bool'))
  const key = steps.column(time.name, type)
  return steps.group(
    active,
    [[key, steps.call('bin_at', [reference(moment), bin, start], type)]],
    [[steps.column('dcount', 'long'), steps.aggregate('dcount', [reference(person)], 'long')]],
  )
}

/**
 * session_count(id, time, start, end, bin, lookback): appearances in a bin that are not shortly preceded by another of the same
 * id.
 */
export const lowerSessionCount: LowerPlugin = (node, input, environment, lowering) => {
  const line = timeLine(node, 6, input, environment, lowering)
  const { steps, id, time, type } = line
  const [start, end, bin, lookback] = line.rest as [Expression, Expression, Expression, Expression]
  const before = steps.column('before', type)
  const ordered = steps.extend(line.rows, [
    [
      before,
      {
        op: 'window',
        name: 'prev',
        args: [reference(time), literal('long', 1n), missing(type)],
        type,
        partition: [reference(id)],
        order: rising(time),
        span: spanOf(node),
      },
    ],
  ])
  const opens = steps.call(
    'or',
    [
      steps.call('isnull', [reference(before)], 'bool'),
      steps.call('<=', [reference(before), lookingBack(line, reference(time), lookback)], 'bool'),
    ],
    'bool',
  )
  const sessions = steps.where(ordered, steps.call('and', [opens, between(line, reference(time), start, end)], 'bool'))
  const key = steps.column(time.name, type)
  return steps.group(
    sessions,
    [[key, steps.call('bin', [reference(time), bin], type)]],
    [[steps.column('count_sessions', 'long'), steps.aggregate('count', [], 'long')]],
  )
}
