import type { LogsTable } from '@tripline/azure'
import { encodeCell } from '@tripline/fixtures'
import type { Rows } from '@tripline/kql/engine'

/** A query's result as views take it. */
export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Each cell as the JSON text of answers. */
  readonly rows: readonly (readonly string[])[]
}

export const resultOfRows = ({ columns, rows }: Rows): ResultTable => ({
  columns: columns.map(({ name, type }) => ({ name, type })),
  rows: rows.map(row => row.map((cell, index) => encodeCell(cell, columns[index]!.type))),
})

export const resultOfLogs = ({ columns, rows }: LogsTable): ResultTable => ({
  columns,
  rows: rows.map(row => row.map(cell => JSON.stringify(cell))),
})
