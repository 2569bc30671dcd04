import type { ColumnType } from '@tripline/schemas'
import type { Cell, TypedTable } from '../world/dataset.ts'
import { ingestionColumn, storedColumn, storedPositions } from '../world/stored-table.ts'

/** Rows to store. Those without an ingestion time have null. */
export interface StorableRows extends Pick<TypedTable, 'table' | 'rows'> {
  readonly ingested?: readonly (bigint | null)[]
}

/** A column as it is stored: its type and its cells. */
export interface StoredCells {
  readonly name: string
  readonly type: ColumnType
  readonly cell: (row: number) => Cell
}

/** Those of a table's stored columns that `columns` names; a table of the database numbers its rows itself. */
export function storedCells(
  { table, rows, ingested }: StorableRows,
  columns: ReadonlySet<string>,
): readonly StoredCells[] {
  const stored: StoredCells[] = []
  for (const position of storedPositions(columns)) {
    const column = table.columns[position]
    if (!column) continue
    stored.push({ name: storedColumn(position), type: column.type, cell: row => rows[row]![position] ?? null })
  }
  if (columns.has(ingestionColumn)) {
    stored.push({ name: ingestionColumn, type: 'long', cell: row => ingested?.[row] ?? null })
  }
  return stored
}
