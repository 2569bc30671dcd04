import type { ColumnType } from '@tripline/schemas'
import type { Cell, TypedTable } from '../world/dataset.ts'
import { ingestionColumn, storedColumn } from '../world/stored-table.ts'

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
  return [
    ...table.columns.map(
      ({ type }, position): StoredCells => ({
        name: storedColumn(position),
        type,
        cell: row => rows[row]![position] ?? null,
      }),
    ),
    { name: ingestionColumn, type: 'long' as const, cell: (row: number) => ingested?.[row] ?? null },
  ].filter(({ name }) => columns.has(name))
}
