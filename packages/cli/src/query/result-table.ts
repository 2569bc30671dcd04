import type { LogsTable } from '@tripline/azure'

/** A query's result as views take it. */
export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Each cell as the JSON text of answers. */
  readonly rows: readonly (readonly string[])[]
  /** The columns were asked for by name. */
  readonly isChosen?: true
}

export const resultOfLogs = ({ columns, rows }: LogsTable): ResultTable => ({
  columns,
  rows: rows.map(row => row.map(cell => JSON.stringify(cell))),
})
