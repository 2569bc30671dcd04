import { isTimeColumn, type Table, timeColumn, timeTwin } from '@tripline/schemas'
import type { Expr } from '../../frontend/syntax.ts'
import type { PlanColumn, PlanNode, TableScan } from '../../plan/node.ts'
import type { StoredTable } from '../../world/stored-table.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { literalRows } from './literal-rows.ts'
import { tableScan } from './table-scan.ts'

/** The rows of a workspace table, limited by the run's window. `key`: what they are stored under, if not under its name. */
export function lowerCatalogueTable(tableName: string, node: Expr, lowering: Lowering, key = tableName): PlanNode {
  const table = lowering.catalogue.get(tableName)
  if (!table) return refuse(node, 'table-missing', tableName)
  const columns = table.columns.map(({ name, type }) => ({ name, type, id: lowering.newId() }))
  const stored = lowering.stored.get(key)
  if (!stored) return { ...literalRows(columns, [], node, lowering), table: tableName }
  const window = windowOf(table, stored, lowering)
  return tableScan(stored, columns, node, lowering, {
    ...(window && { window }),
    ...(timeColumn(table) && { label: tableName, ...twinOf(table, stored, columns) }),
  })
}

/** `Timestamp` means TimeGenerated unless a row has both (semantics 17.13), and the other way round in advanced hunting. */
function twinOf(
  table: Table,
  stored: StoredTable,
  columns: readonly PlanColumn[],
): Pick<TableScan, 'instead'> | undefined {
  const twin = columns.find(column => column.name === timeTwin(table))
  const time = stored.columns.findIndex(isTimeColumn)
  return twin && time >= 0 ? { instead: new Map([[twin.id, time]]) } : undefined
}

/** A table without a time cannot be limited by it. */
function windowOf(table: Table, stored: StoredTable, lowering: Lowering): TableScan['window'] {
  if (lowering.window === 'ingestion') return timeColumn(table) && { by: 'ingestion' }
  const position = stored.columns.indexOf('TimeGenerated')
  return lowering.window && position >= 0 ? { by: 'TimeGenerated', position } : undefined
}
