import { isCheap } from '../functions/cheap.ts'
import { functionRow } from '../functions/registry.ts'
import type { AggregateCall, ColumnReference, Membership } from '../plan/expression.ts'
import type { PlanNode, QueryPlan, Shared, Summarize } from '../plan/node.ts'
import { mapChildren } from '../plan/walk.ts'
import { columnOf, hidden } from './group-parts.ts'

/**
 * The database is slow to carry the row that arg_max keeps for a group. Rows that are fast to read are read twice: once to find
 * the numbers of the picked rows, and once to read only those.
 */
export const pickedRows = (plan: QueryPlan): QueryPlan => rewrite(plan, new Map())

function rewrite(node: PlanNode, shared: Map<Shared, Shared>): PlanNode {
  // The body of an apply sees an outer row.
  if (node.op === 'apply') return { ...node, input: rewrite(node.input, shared) }
  const mapped = mapChildren(node, input => rewrite(input, shared), shared)
  const picked = mapped.op === 'summarize' && isFast(mapped.input) ? pickedBy(mapped) : undefined
  if (mapped.op !== 'summarize' || !picked) return mapped
  const { columns, order, serialized, span } = mapped.input
  const input: PlanNode = { op: 'filter', input: mapped.input, predicate: picked, columns, order, serialized, span }
  return { ...mapped, input }
}

/** Whether a row is among the picked ones; undefined if a group needs more than that row, such as its first row. */
function pickedBy(node: Summarize): Membership | undefined {
  if (node.columns.some(({ id }) => id === node.position)) return undefined
  const [only, ...others] = node.aggregates
  const call = only?.expression
  if (others.length > 0 || call?.op !== 'aggregate' || !isPick(call)) return undefined
  const [key] = call.order
  if (!key?.rowNumber) return undefined
  return isAmong(key.expression, numbersOf(node, { ...call, type: 'long' }))
}

function isPick({ name }: AggregateCall): boolean {
  const row = functionRow(name, 'aggregate')
  return row?.kind === 'aggregate' && row.picks === true
}

/** The numbers of the picked rows. */
function numbersOf({ input, keys, position, span }: Summarize, number: AggregateCall): Summarize {
  const picked = columnOf(`${position} picked`, 'long')
  return {
    op: 'summarize',
    input,
    keys: keys.map(({ id, expression }) => ({ id: `${id} picked`, expression })),
    aggregates: [{ id: picked.id, expression: number }],
    position,
    columns: [hidden(picked)],
    order: [],
    serialized: false,
    span,
  }
}

const isAmong = (subject: ColumnReference, plan: Summarize): Membership => ({
  op: 'membership',
  subject,
  plan,
  column: plan.columns[0]!.id,
  columnType: 'long',
  fold: false,
  negated: false,
  type: 'bool',
  span: plan.span,
})

/** Rows of a table, filtered only by cheap comparisons. */
const isFast = (node: PlanNode): boolean =>
  node.op === 'table-scan' || (node.op === 'filter' && isCheap(node.predicate) && isFast(node.input))
