import type { ColumnType } from '@tripline/schemas'
import { columnsOf, type Expr, elementsOf, type Nodes, textOf } from '../../frontend/syntax.ts'
import { constantConvert } from '../../functions/conversion/constant-convert.ts'
import { type Literal, literal } from '../../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import { repeatedKey } from '../../values/json.ts'
import type { Cell } from '../../world/dataset.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { literalRows } from './literal-rows.ts'

/** datatable: literal cells, row by row, each with its column's type (semantics 17.4, 1.3). */
export function lowerDatatable(
  node: Nodes['DataTableExpression'],
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const columns = columnsOf(node.ResultType).map(
    (column): PlanColumn => ({ id: lowering.newId(), name: column.name, type: column.type as ColumnType }),
  )
  const values = elementsOf(node.Values)
  if (columns.length === 0 || values.length % columns.length !== 0) refuse(node, 'datatable-rows')
  const cells = values.map((value, index): Cell => {
    const type = columns[index % columns.length]!.type as ColumnType
    const lowered = smallestLong(value) ?? lowering.expression(value, { environment })
    if (lowered.op !== 'literal') return refuse(value, 'datatable-cell')
    const repeated = type === 'dynamic' && lowered.type === 'string' ? repeatedKey(String(lowered.value)) : undefined
    if (repeated !== undefined) refuse(value, 'repeated-key', JSON.stringify(repeated))
    const cell = constantConvert(lowered.value, lowered.type, type)
    return cell === undefined ? refuse(value, 'datatable-cell-type', lowered.type, type) : cell
  })
  const rows = Array.from({ length: cells.length / columns.length }, (_, row) =>
    cells.slice(row * columns.length, (row + 1) * columns.length),
  )
  return literalRows(columns, rows, node, lowering)
}

/** The smallest long is valid as a cell, though not as an expression (semantics 1.1). */
const smallestLong = (value: Expr): Literal | undefined =>
  textOf(value) === '-9223372036854775808' ? literal('long', -9223372036854775808n) : undefined
