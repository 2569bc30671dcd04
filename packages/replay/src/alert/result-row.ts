import type { Cell, Rows } from '@tripline/kql/engine'
import type { ColumnType } from '@tripline/schemas'
import { writtenValue } from './decisions.ts'

export interface TypedCell {
  readonly type: ColumnType
  readonly value: Cell
}

/** One row of a query's result, read by column name. */
export interface ResultRow {
  /** Undefined if the result has no such column. */
  cell(column: string): TypedCell | undefined
  /** The value as `tostring` gives it; empty for null and for a missing column. */
  text(column: string): string
}

/** The rows of a result, in its order. Column names are case-sensitive, as in Kusto. */
export function resultRows({ columns, rows }: Rows): readonly ResultRow[] {
  const indexes = new Map(columns.map((column, index) => [column.name, index]))
  return rows.map(row => {
    const cell = (column: string): TypedCell | undefined => {
      const index = indexes.get(column)
      return index === undefined ? undefined : { type: columns[index]!.type, value: row[index]! }
    }
    return {
      cell,
      text: column => {
        const found = cell(column)
        return found ? writtenValue(found.type, found.value) : ''
      },
    }
  })
}
