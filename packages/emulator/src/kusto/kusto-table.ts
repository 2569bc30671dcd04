import type { Cell, Rows } from '@tripline/kql/engine'
import { type Column, type ColumnType, formatDatetime, formatTimespan } from '@tripline/schemas'

/** A table of an answer, its cells as JSON text. */
export interface KustoTable {
  readonly columns: readonly Column[]
  readonly rows: readonly string[]
}

/** How Kusto writes a cell as JSON: longs in digits, whatever their size; dynamic as the JSON it is. */
const cells: { readonly [Type in ColumnType]?: (cell: Exclude<Cell, null>) => string } = {
  long: String,
  // JSON has no NaN and no infinities.
  real: cell => (Number.isFinite(cell) ? JSON.stringify(cell) : `"${cell}"`),
  datetime: cell => `"${formatDatetime(cell as bigint)}"`,
  timespan: cell => `"${formatTimespan(cell as bigint)}"`,
  dynamic: String,
}

const cellJson = (cell: Cell, type: ColumnType): string =>
  cell === null ? 'null' : (cells[type] ?? JSON.stringify)(cell)

export const kustoTable = ({ columns, rows }: Rows): KustoTable => ({
  columns,
  rows: rows.map(row => `[${row.map((cell, index) => cellJson(cell, columns[index]!.type)).join()}]`),
})

/** `name:type name:type`, with rows of JSON values. */
export function madeTable(heading: string, rows: readonly (readonly unknown[])[]): KustoTable {
  const columns = heading.split(' ').map(one => {
    const [name, type = 'string'] = one.split(':')
    return { name: name!, type: type as ColumnType }
  })
  return { columns, rows: rows.map(row => JSON.stringify(row)) }
}

/** The names of types in .NET, which answers of version 1 and schemas have. */
export const netTypes: { readonly [Type in ColumnType]: string } = {
  bool: 'SByte',
  int: 'Int32',
  long: 'Int64',
  real: 'Double',
  decimal: 'SqlDecimal',
  string: 'String',
  datetime: 'DateTime',
  timespan: 'TimeSpan',
  guid: 'Guid',
  dynamic: 'Object',
}
