import type { ColumnType } from '@tripline/schemas'
import { spanOf } from '../../frontend/syntax.ts'
import { project, reference } from '../../plan/build.ts'
import { type Call, type Expression, literal } from '../../plan/expression.ts'
import { type PlanColumn, visible } from '../../plan/node.ts'
import { ordered } from '../carry-columns.ts'
import { rowScope } from '../scope.ts'
import type { LowerPlugin } from './plugin.ts'

/** narrow: a row per cell, as text, with its row number and column name (semantics 18.2). */
export const lowerNarrow: LowerPlugin = (node, input, environment, lowering) => {
  const span = spanOf(node)
  const cells = visible(input)
  const call = (name: string, args: readonly Expression[], type: ColumnType): Call => ({
    op: 'call',
    name,
    args,
    type,
    span,
  })
  const scope = rowScope(input, environment)
  const order = ordered(scope.input)
  const number = scope.input.hoist(
    { op: 'window', name: 'row_number', args: [literal('long', 0n)], type: 'long', order, partition: [], span },
    lowering.newId(),
  )
  const texts = call(
    'pack_array',
    cells.map(cell => call('tostring', [reference(cell)], 'string')),
    'dynamic',
  )
  const row: PlanColumn = { id: lowering.newId(), name: 'Row', type: 'long' }
  const value: PlanColumn = { id: lowering.newId(), name: 'Value', type: 'string' }
  const index = lowering.newId()
  const numbered = project(
    scope.input.plan,
    [{ id: row.id, expression: number }],
    [...scope.input.plan.columns, row],
    span,
  )
  const at: PlanColumn = { id: index, name: 'index', type: 'long', hidden: true }
  const expanded = {
    op: 'expand',
    input: numbered,
    expansions: [{ id: value.id, array: texts, type: 'string', bags: 'array' }],
    index,
    columns: [row, value, at],
    order: [],
    serialized: false,
    span,
  } as const
  const names = literal('dynamic', JSON.stringify(cells.map(cell => cell.name)))
  const column: PlanColumn = { id: lowering.newId(), name: 'Column', type: 'string' }
  const name = call('tostring', [call('dynamic_index', [names, reference(at)], 'dynamic')], 'string')
  return project(expanded, [{ id: column.id, expression: name }], [row, column, value], span)
}
