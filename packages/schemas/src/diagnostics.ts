import { defineDiagnostics } from '@tripline/diagnostics'
import type { ColumnType } from './table.ts'

/** What is wrong with a repository's own tables. */
export const schemaReport = defineDiagnostics({
  'table-twice': {
    severity: 'error',
    category: 'input',
    message: (table: string, path: string) => `${path} already describes the table ${table}`,
  },
  'table-name': {
    severity: 'error',
    category: 'input',
    message: (name: string) => `${name || "''"} cannot name a table or a column: letters, digits and _ only`,
  },
  'column-type-differs': {
    severity: 'error',
    category: 'input',
    message: (table: string, column: string, type: ColumnType) =>
      `${table} has the column ${column} already, as ${type}`,
  },
})
