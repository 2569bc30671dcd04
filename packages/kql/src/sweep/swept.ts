import { type ColumnId, type ColumnReference, type Expression, literal } from '../plan/expression.ts'
import type { Filter, Join, PlanColumn, PlanNode, Range, RowRuns, RunSeries, Shared } from '../plan/node.ts'
import { mapOperands } from '../plan/walk.ts'

/** A plan for a series of runs. `same`: its rows are those of every run. */
export type Swept = { readonly kind: 'same'; readonly node: PlanNode } | BoundedRows | SweptRows

/**
 * Rows with the first and the last run that see them; the last is before the first if none does. Of those, a run sees the ones
 * for which `later` holds, which depends on the run.
 */
export interface BoundedRows {
  readonly kind: 'bounded'
  readonly node: PlanNode
  readonly from: ColumnReference
  readonly to: ColumnReference
  readonly later: readonly Expression[]
}

/** Rows by run. */
export interface SweptRows {
  readonly kind: 'run'
  readonly node: PlanNode
  readonly run: ColumnReference
}

/** What the plans of a sweep have in common. */
export interface SweepContext {
  readonly series: RunSeries
  readonly newId: () => ColumnId
  /** Shared plans are swept once. */
  readonly shared: Map<Shared, { readonly shared: Shared; readonly run: ColumnReference }>
}

export const hiddenColumn = ({ id, type }: ColumnReference): PlanColumn => ({ id, name: id, type, hidden: true })

/** A new column for the run that a row belongs to. */
export const newRun = ({ newId }: SweepContext): ColumnReference => ({ op: 'column', id: newId(), type: 'datetime' })

/** A new column for the value of an expression. */
export const newColumn = ({ type }: Expression, { newId }: SweepContext): ColumnReference => ({
  op: 'column',
  id: newId(),
  type,
})

/** The rows by run, whatever they were. */
export function byRun(swept: Swept, context: SweepContext): SweptRows {
  if (swept.kind === 'run') return swept
  if (swept.kind === 'same') return inEveryRun(swept.node, context)
  const rows = spread(swept, context)
  const condition = (expression: Expression) => atRun(expression, rows.run)
  return { ...rows, node: swept.later.reduce((below, later) => filtered(below, condition(later)), rows.node) }
}

/** Each row in every run within its bounds. */
export function spread(
  { node: input, from, to }: Omit<BoundedRows, 'kind' | 'later'>,
  context: SweepContext,
): SweptRows {
  const run = newRun(context)
  const { order, serialized, span } = input
  const columns = withColumns(input.columns, [run])
  const { step } = context.series
  const node: RowRuns = { op: 'row-runs', input, from, to, run: run.id, step, columns, order, serialized, span }
  return { kind: 'run', node, run }
}

function inEveryRun(rows: PlanNode, context: SweepContext): SweptRows {
  const runs = allRuns(context, rows)
  const run = newRun(context)
  const node: Join = {
    op: 'join',
    kind: 'inner',
    left: rows,
    right: runs.node,
    on: [],
    sources: new Map<ColumnId, { side: 'left' | 'right'; id: ColumnId }>([
      ...rows.columns.map(({ id }) => [id, { side: 'left', id }] as const),
      [run.id, { side: 'right', id: runs.run.id }],
    ]),
    columns: [...rows.columns, hiddenColumn(run)],
    order: rows.order,
    serialized: false,
    span: rows.span,
  }
  return { kind: 'run', node, run }
}

/** One row for each run. */
export function allRuns(context: SweepContext, { span }: Pick<PlanNode, 'span'>): SweptRows {
  const { first, step, count } = context.series
  const run = newRun(context)
  const edge = (ticks: bigint) => literal('long', ticks)
  const node: Range = {
    op: 'range',
    from: edge(first),
    to: edge(first + BigInt(count - 1) * step),
    step: edge(step),
    columns: [hiddenColumn(run)],
    order: [],
    serialized: false,
    span,
  }
  return { kind: 'run', node, run }
}

/** An expression in which `now()` is the time of the row's run, and window functions keep to it. */
export function atRun(expression: Expression, run: ColumnReference): Expression {
  if (expression.op === 'now') return run
  const mapped = mapOperands(expression, operand => atRun(operand, run))
  return mapped.op === 'window' ? { ...mapped, partition: [...mapped.partition, run] } : mapped
}

/** The rows of the left side that have a match. */
export function semiJoin(left: PlanNode, right: PlanNode, on: Join['on']): Join {
  const { columns, order, serialized, span } = left
  const sources = new Map(columns.map(({ id }) => [id, { side: 'left', id }] as const))
  return { op: 'join', kind: 'leftsemi', left, right, on, sources, columns, order, serialized, span }
}

export function filtered(input: PlanNode, predicate: Expression): Filter {
  const { columns, order, serialized, span } = input
  return { op: 'filter', input, predicate, columns, order, serialized, span }
}

/** Columns with those that are missing, hidden. */
export function withColumns(columns: readonly PlanColumn[], wanted: readonly ColumnReference[]): readonly PlanColumn[] {
  const present = new Set(columns.map(({ id }) => id))
  const missing = new Map(wanted.filter(({ id }) => !present.has(id)).map(column => [column.id, hiddenColumn(column)]))
  return missing.size === 0 ? columns : [...columns, ...missing.values()]
}
