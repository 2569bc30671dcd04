import type { ColumnType } from '@tripline/schemas'
import { reference } from '../../plan/build.ts'
import { type Expression, literal } from '../../plan/expression.ts'
import { type Expand, type PlanColumn, type PlanNode, visible } from '../../plan/node.ts'
import type { Lowering } from '../lowering.ts'
import type { Steps } from '../steps.ts'

/** Repeats every row for each of the windows of `count` bins that contain its bin; `window` is the last bin of the window. */
export function inWindows(
  rows: PlanNode,
  bin: PlanColumn,
  size: Expression,
  count: number,
  steps: Steps,
  lowering: Lowering,
): { readonly plan: PlanNode; readonly window: PlanColumn } {
  const later = steps.column('later', 'long')
  const offsets = literal('dynamic', JSON.stringify(Array.from({ length: count }, (_, offset) => offset)))
  const repeated: Expand = {
    op: 'expand',
    input: rows,
    expansions: [{ id: later.id, array: offsets, type: 'long', bags: 'array' }],
    index: lowering.newId(),
    columns: [...visible(rows), later],
    order: [],
    serialized: false,
    span: rows.span,
  }
  const type = bin.type as ColumnType
  const window = steps.column('window', type)
  const distance = steps.call('*', [reference(later), size], size.type as ColumnType)
  return { plan: steps.extend(repeated, [[window, steps.call('+', [reference(bin), distance], type)]]), window }
}
