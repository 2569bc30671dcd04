import { encodeCell } from '@tripline/fixtures'
import type { Rows } from '@tripline/kql/engine'

/** A query's result as views take it. */
export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Each cell as the JSON text of answers. */
  readonly rows: readonly (readonly string[])[]
  /** The columns were asked for by name. */
  readonly isChosen?: true
}

/** What the database answered, as views take it. */
export const resultOfRows = ({ columns, rows }: Rows): ResultTable => ({
  columns: columns.map(({ name, type }) => ({ name, type })),
  rows: rows.map(row => row.map((cell, index) => encodeCell(cell, columns[index]!.type))),
})
