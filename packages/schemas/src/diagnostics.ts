import { defineDiagnostics } from '@tripline/diagnostics'
import type { ColumnType } from './table.ts'

/** Problems of custom tables. */
export const schemaReport = defineDiagnostics({
  'table-twice': {
    severity: 'error',
    category: 'input',
    message: (table: string, path: string) => `the table ${table} is already described in ${path}`,
  },
  'table-name': {
    severity: 'error',
    category: 'input',
    message: (name: string) =>
      `${name || "''"} is not a valid name for a table or column; use letters, digits and _ only`,
  },
  'column-type-differs': {
    severity: 'error',
    category: 'input',
    message: (table: string, column: string, type: ColumnType) =>
      `${table} already has a column ${column}, of type ${type}`,
  },
})
