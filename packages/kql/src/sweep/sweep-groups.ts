import { isCheap } from '../functions/cheap.ts'
import { project } from '../plan/build.ts'
import type { ColumnReference, Expression } from '../plan/expression.ts'
import type { Summarize } from '../plan/node.ts'
import { sweepSelected } from './late-aggregates.ts'
import { aggregatesIn, needsOf, replaced } from './sweep-expressions.ts'
import { sweepSummarize } from './sweep-summarize.ts'
import { type BoundedRows, hiddenColumn, newColumn, type SweepContext, type Swept, type SweptRows } from './swept.ts'
import { withinBounds } from './upper-bounds.ts'

/** A summarize of which only groups that meet some conditions matter. */
export function sweepGroups(
  node: Summarize,
  input: Swept,
  conditions: readonly Expression[],
  context: SweepContext,
): BoundedRows | SweptRows | undefined {
  const groups = (of: Summarize, from: Swept) => sweepSummarize(of, from, context)
  if (conditions.length === 0) return groups(node, input)
  const prepared = withValues(node, input, context)
  const rows = withinBounds(prepared.node, prepared.input, conditions, context, sweepSummarize)
  return sweepSelected(prepared.node, rows, conditions, context, groups) ?? groups(prepared.node, rows)
}

/** Keys and values of aggregates as columns of the input, so that what they refuse is refused in all rows, once. */
function withValues(node: Summarize, input: Swept, context: SweepContext): { node: Summarize; input: Swept } {
  const keys = node.keys.map(({ expression }) => expression)
  const aggregates = node.aggregates.map(({ expression }) => expression)
  if (input.kind === 'same' || needsOf([...keys, ...aggregates]).run) return { node, input }
  const values = new Map<Expression, ColumnReference>()
  for (const value of [...keys, ...aggregatesIn(aggregates).flatMap(({ args }) => args)]) {
    if (value.op !== 'column' && !isCheap(value)) values.set(value, newColumn(value, context))
  }
  if (values.size === 0) return { node, input }
  const columns = [...input.node.columns, ...Array.from(values.values(), hiddenColumn)]
  const assignments = Array.from(values, ([expression, { id }]) => ({ id, expression }))
  const computed = project(input.node, assignments, columns, node.span)
  const read = ({ id, expression }: Summarize['keys'][number]) => ({
    id,
    expression: replaced(expression, part => values.get(part)),
  })
  return {
    node: { ...node, input: computed, keys: node.keys.map(read), aggregates: node.aggregates.map(read) },
    input: { ...input, node: computed },
  }
}
