import type { Dataset, DelayedLog, LogTable, TypedTable } from '@tripline/kql/engine'
import type { Column, Table } from '@tripline/schemas'

type TablePart = TypedTable | DelayedLog

const tableOf = (part: TablePart): Table => ('log' in part ? part.log.table : part.table)

const isTyped = (part: TablePart): part is TypedTable => !('log' in part)

/** One table per name, with its rows in the given order. Tables with open columns (AzureDiagnostics) may come with different ones. */
export function mergeTables(parts: readonly TablePart[]): Required<Pick<Dataset, 'tables' | 'logs'>> {
  const tables: TypedTable[] = []
  const logs: LogTable[] = []
  for (const name of new Set(parts.map(part => tableOf(part).name))) {
    const own = parts.filter(part => tableOf(part).name === name)
    if (!own.every(isTyped)) logs.push({ table: { name, columns: columnsOf(own) }, parts: own })
    else tables.push(own.length === 1 ? own[0]! : merged(own))
  }
  return { tables, logs }
}

/** What merging adds to rows of narrower tables (bytes). */
export function mergeSize(parts: readonly TablePart[]): number {
  const widths = new Map<string, Set<string>>()
  for (const { name, columns } of parts.map(tableOf)) {
    const known = widths.get(name) ?? new Set()
    for (const column of columns) known.add(column.name)
    widths.set(name, known)
  }
  return parts
    .filter(isTyped)
    .reduce((sum, { table, rows }) => sum + 8 * rows.length * (widths.get(table.name)!.size - table.columns.length), 0)
}

const columnsOf = (parts: readonly TablePart[]): readonly Column[] => [
  ...new Map(parts.flatMap(part => tableOf(part).columns.map(column => [column.name, column]))).values(),
]

function merged(parts: readonly TypedTable[]): TypedTable {
  const columns = columnsOf(parts)
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
