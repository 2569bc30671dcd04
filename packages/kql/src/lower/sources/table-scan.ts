import { type Expr, spanOf } from '../../frontend/syntax.ts'
import { positionOrder } from '../../plan/expression.ts'
import type { PlanColumn, TableScan } from '../../plan/node.ts'
import type { StoredTable } from '../../world/stored-table.ts'
import type { Lowering } from '../lowering.ts'

/** The rows of a stored table. */
export function tableScan(
  stored: StoredTable,
  columns: readonly PlanColumn[],
  node: Expr,
  lowering: Lowering,
  window: TableScan['window'],
): TableScan {
  const [position, ingestion] = [lowering.newId(), lowering.newId()]
  return {
    op: 'table-scan',
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
