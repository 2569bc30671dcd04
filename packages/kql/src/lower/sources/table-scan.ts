import { type Expr, spanOf } from '../../frontend/syntax.ts'
import { type ColumnId, positionOrder } from '../../plan/expression.ts'
import type { PlanColumn, TableScan } from '../../plan/node.ts'
import type { StoredTable } from '../../world/stored-table.ts'
import type { Lowering } from '../lowering.ts'

/** The rows of a stored table. */
export function tableScan(
  { name, columns: storedNames }: StoredTable,
  columns: readonly PlanColumn[],
  node: Expr,
  lowering: Lowering,
  workspace: Pick<TableScan, 'label' | 'window' | 'instead'> = {},
): TableScan {
  const [position, ingestion] = [lowering.newId(), lowering.newId()]
  const positions = positionsOf(storedNames)
  const stored = new Map<ColumnId, number>()
  for (const { id, name } of columns) stored.set(id, positions.get(name) ?? -1)
  return {
    op: 'table-scan',
    table: name,
    stored,
    columns,
    position,
    ingestion,
    order: positionOrder(position),
    serialized: false,
    span: spanOf(node),
    ...workspace,
  }
}

const known = new WeakMap<readonly string[], ReadonlyMap<string, number>>()

/** Where each name is in a list; many queries read the same table. */
function positionsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const positions = known.get(names) ?? new Map(names.map((name, index) => [name, index]))
  known.set(names, positions)
  return positions
}
