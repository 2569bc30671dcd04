import type { TypedTable } from '@tripline/kql/engine'
import type { Column } from '@tripline/schemas'

/** One table per name, with its rows in the given order. Tables with open columns (AzureDiagnostics) may come with different ones. */
export function mergeTables(tables: readonly TypedTable[]): readonly TypedTable[] {
  const names = new Set(tables.map(({ table }) => table.name))
  return [...names].map(name => {
    const parts = tables.filter(({ table }) => table.name === name)
    return parts.length === 1 ? parts[0]! : merged(parts)
  })
}

/** What merging adds to rows of narrower tables (bytes). */
export function mergeSize(tables: readonly TypedTable[]): number {
  const widths = new Map<string, Set<string>>()
  for (const { table } of tables) {
    const columns = widths.get(table.name) ?? new Set()
    for (const { name } of table.columns) columns.add(name)
    widths.set(table.name, columns)
  }
  return tables.reduce(
    (sum, { table, rows }) => sum + 8 * rows.length * (widths.get(table.name)!.size - table.columns.length),
    0,
  )
}

function merged(parts: readonly TypedTable[]): TypedTable {
  const columns = [
    ...new Map(parts.flatMap(({ table }) => table.columns.map(column => [column.name, column]))).values(),
  ]
  return {
    table: { name: parts[0]!.table.name, columns },
    rows: parts.flatMap(part => rowsIn(part, columns)),
    ingested: parts.flatMap(({ ingested }) => ingested ?? []),
  }
}

function rowsIn({ table, rows }: TypedTable, columns: readonly Column[]): TypedTable['rows'] {
  const positions = columns.map(({ name }) => table.columns.findIndex(column => column.name === name))
  return rows.map(row =>
    positions.map((position, index) => row[position] ?? (columns[index]!.type === 'string' ? '' : null)),
  )
}
