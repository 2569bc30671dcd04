import { encodeCell } from '@tripline/fixtures'
import type { Rows } from '@tripline/kql/engine'
import type { ResultTable } from './result-table.ts'

/** What the database answered, as views take it. Apart from the table's type, since this loads the database. */
export const resultOfRows = ({ columns, rows }: Rows): ResultTable => ({
  columns: columns.map(({ name, type }) => ({ name, type })),
  rows: rows.map(row => row.map((cell, index) => encodeCell(cell, columns[index]!.type))),
})
