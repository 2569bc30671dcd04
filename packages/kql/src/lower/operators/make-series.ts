import {
  columnsOf,
  type Expr,
  elementsOf,
  is,
  type Nodes,
  parametersOf,
  spanOf,
  textOf,
} from '../../frontend/syntax.ts'
import { convertible } from '../../functions/conversion/convert.ts'
import { type Expression, literal } from '../../plan/expression.ts'
import type { PlanColumn, PlanNode, Series, SeriesType } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import { groupKey } from '../expressions/group-key.ts'
import { namesOf } from '../expressions/named-expressions.ts'
import { settled } from '../expressions/settled.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { type RowScope, rowScope, type Scope } from '../scope.ts'

interface MakeSeriesElement {
  readonly Expression: Expr
  readonly DefaultExpression: { readonly Expression: Expr } | null
}

const axisTypes: Readonly<Record<string, SeriesType>> = {
  int: 'long',
  long: 'long',
  real: 'real',
  datetime: 'datetime',
  timespan: 'timespan',
}

const ends = ['null', 'nan', 'infinite', 'extreme'] as const

/** make-series: one row per group, with an array for each aggregate and one for the axis (semantics 14.1). */
export function lowerMakeSeries(
  node: Nodes['MakeSeriesOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const scope: RowScope = { ...rowScope(input, environment), grouped: true }
  const outside = { environment }
  const keys = elementsOf(node.ByClause?.Expressions).map(element => ({
    id: lowering.newId(),
    expression: groupKey(lowering.expression(namesOf(element).expression, scope), 'make-series', element),
  }))
  const series = elementsOf<MakeSeriesElement>(node.Aggregates).map(element => ({
    id: lowering.newId(),
    expression: lowering.expression(namesOf(element.Expression).expression, scope),
    absent: element.DefaultExpression
      ? absentValue(element.DefaultExpression.Expression, lowering, outside)
      : literal('long', 0n),
  }))
  const on = namesOf(node.OnClause!.Expression!).expression
  const axis = lowering.expression(on, scope)
  const type = axisTypes[axis.type]
  if (!type) return refuse(on, 'make-series-axis', axis.type)
  const range = rangeOf(node, expression =>
    settled(lowering.expression(expression, outside), ends, 'make-series from, to or step', expression),
  )
  const stepType = type === 'datetime' ? 'timespan' : type
  for (const edge of [range.from, range.to]) if (edge) needs(edge, type, node)
  needs(range.step, stepType, node)
  const axisId = lowering.newId()
  const columns = [
    ...keys.map(({ id, expression }) => ({ id, type: expression.type })),
    ...series.map(({ id }) => ({ id, type: 'dynamic' as const })),
    { id: axisId, type: 'dynamic' as const },
  ]
  const bound = columnsOf(node.ResultType)
  if (bound.length !== columns.length) return refuse(node, 'columns-unmatched', 'make-series')
  const nonempty = isNonempty(node)
  if (nonempty && (keys.length > 0 || !range.from || !range.to)) {
    return refuse(node, 'make-series-nonempty')
  }
  return {
    op: 'series',
    input: scope.input.plan,
    keys,
    series,
    axis: { id: axisId, type, expression: axis, settled: settled(axis, ends, 'make-series on', on) },
    ...range,
    nonempty,
    columns: columns.map((column, index): PlanColumn => ({ ...column, name: bound[index]!.name })),
    order: [],
    serialized: false,
    span: spanOf(node),
  }
}

/** The value of a bin without rows. Aggregates are numbers, and what other values become is not documented. */
function absentValue(node: Expr, lowering: Lowering, scope: Scope): Expression {
  const value = lowering.expression(node, scope)
  if (!['int', 'long', 'real'].includes(value.type)) return refuse(node, 'make-series-default', value.type)
  return settled(value, ['nan', 'infinite'], 'make-series with a default of', node)
}

function needs(edge: Expression, type: SeriesType, node: Expr): void {
  if (edge.type === 'struct' || !convertible(edge.type, type)) {
    refuse(node, 'make-series-range-type', edge.type, type)
  }
}

function isNonempty(node: Nodes['MakeSeriesOperator']): boolean {
  const kind = parametersOf(node).get('kind')
  return kind !== undefined && textOf(kind) === 'nonempty'
}

/** `from a to b step s`, or `in range(a, b, s)`, whose bins are those of bin() and which includes b. */
function rangeOf(
  node: Nodes['MakeSeriesOperator'],
  lower: (expression: Expr) => Expression,
): Pick<Series, 'from' | 'to' | 'step' | 'aligned'> {
  const clause = node.RangeClause!
  if (is(clause, 'MakeSeriesInRangeClause')) {
    const [from, to, step] = elementsOf(clause.Arguments!.Expressions).map(lower) as [
      Expression,
      Expression,
      Expression,
    ]
    return { from, to, step, aligned: true }
  }
  if (!is(clause, 'MakeSeriesFromToStepClause')) return refuse(node, 'make-series-range')
  const from = clause.MakeSeriesFromClause?.Expression
  const to = clause.MakeSeriesToClause?.Expression
  return {
    ...(from && { from: lower(from) }),
    ...(to && { to: lower(to) }),
    step: lower(clause.MakeSeriesStepClause!.Expression!),
    aligned: false,
  }
}
