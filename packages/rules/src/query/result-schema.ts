import { nearest } from '@tripline/diagnostics'
import type { Column, ColumnType } from '@tripline/schemas'

/** The columns that a query returns, by their exact names. */
export interface ResultSchema {
  has(name: string): boolean
  typeOf(name: string): ColumnType | undefined
  /** The column that a wrong name probably means. */
  nearest(name: string): string | undefined
}

export function resultSchema(columns: readonly Column[]): ResultSchema {
  const types = new Map(columns.map(({ name, type }) => [name, type]))
  return {
    has: name => types.has(name),
    typeOf: name => types.get(name),
    nearest: name => nearest(name, types.keys()),
  }
}
