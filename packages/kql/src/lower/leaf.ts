import { type Expr, spanOf } from '../frontend/syntax.ts'
import { positionOrder } from '../plan/expression.ts'
import type { PlanColumn, Scan, Values } from '../plan/node.ts'
import type { Lowering, StoredTable } from './lowering.ts'

/** The rows of a stored table. */
export function scanOf(
  stored: StoredTable,
  columns: readonly PlanColumn[],
  node: Expr,
  lowering: Lowering,
  window: Scan['window'],
): Scan {
  const [position, ingestion] = [lowering.newId(), lowering.newId()]
  return {
    op: 'scan',
    table: stored.name,
    stored: new Map(columns.map(({ id, name }) => [id, stored.columns.indexOf(name)])),
    columns,
    position,
    ingestion,
    ...(window && { window }),
    order: positionOrder(position),
    serialized: false,
    span: spanOf(node),
  }
}

/** Rows that the query itself has. */
export const literalRows = (
  columns: readonly PlanColumn[],
  rows: Values['rows'],
  node: Expr,
  lowering: Lowering,
): Values => {
  const position = lowering.newId()
  return {
    op: 'values',
    columns,
    rows,
    position,
    order: positionOrder(position),
    serialized: false,
    span: spanOf(node),
  }
}
