import { lookUp } from '@tripline/diagnostics'
import type { ColumnType } from './table.ts'

/** Tables that take any column of these name endings, and the type an ending stands for. */
const openTables: Readonly<Record<string, Readonly<Record<string, ColumnType>>>> = {
  AzureDiagnostics: { _s: 'string', _d: 'real', _b: 'bool', _g: 'guid', _t: 'datetime' },
}

/** The type of a column that `table` has although no listing names it; undefined when it has no such column. */
export function openColumnType(table: string, column: string): ColumnType | undefined {
  return column.length > 2 ? lookUp(lookUp(openTables, table) ?? {}, column.slice(-2)) : undefined
}
