import type { Cell, Rows } from '@tripline/kql/engine'
import { type ColumnType, formatDatetime, formatTimespan } from '@tripline/schemas'

/** Text as KQL: JSON's escapes are KQL's. */
export const textLiteral = (text: string): string => JSON.stringify(text)

const realLiteral = (value: number): string =>
  Number.isNaN(value) ? 'nan' : Number.isFinite(value) ? String(value) : value > 0 ? '+inf' : '-inf'

const literals: { readonly [Type in ColumnType]: (cell: Exclude<Cell, null>) => string } = {
  bool: cell => `bool(${cell})`,
  int: cell => `int(${cell})`,
  long: cell => `long(${cell})`,
  real: cell => `real(${realLiteral(cell as number)})`,
  decimal: cell => `decimal(${cell})`,
  string: cell => textLiteral(cell as string),
  datetime: cell => `datetime(${formatDatetime(cell as bigint)})`,
  timespan: cell => `timespan(${formatTimespan(cell as bigint)})`,
  guid: cell => `guid(${cell})`,
  dynamic: cell => `dynamic(${cell})`,
}

const literal = (cell: Cell, type: ColumnType): string => (cell === null ? `${type}(null)` : literals[type](cell))

/** A name that may have any characters. */
export const nameLiteral = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `[${textLiteral(name)}]`)

/** `name:type, …` */
export const columnList = (columns: Rows['columns']): string =>
  columns.map(({ name, type }) => `${nameLiteral(name)}:${type}`).join(', ')

/** Gives a table a name in a query. */
export const letStatement = (name: string, table: string): string => `let ${nameLiteral(name)} = ${table};`

/** Values of one `datatable`; more take several. */
const mostValues = 9_000

/** Rows without the columns in which they do not differ, and what gives a table of them all columns again. */
export interface Narrowed {
  readonly rows: Rows
  /** ` | project …`, or nothing. */
  readonly restored: string
}

export function narrowed({ columns, rows }: Rows): Narrowed {
  const differs = columns.map((_, index) => index === 0 || rows.some(row => row[index] !== rows[0]![index]))
  const listed = columns.flatMap((_, index) => (rows.length === 0 || differs[index] ? [index] : []))
  if (listed.length === columns.length) return { rows: { columns, rows }, restored: '' }
  const all = columns.map(({ name, type }, index) =>
    listed.includes(index) ? nameLiteral(name) : `${nameLiteral(name)} = ${literal(rows[0]![index]!, type)}`,
  )
  const only = <T>(all: readonly T[]): readonly T[] => listed.map(index => all[index]!)
  return { rows: { columns: only(columns), rows: rows.map(only) }, restored: ` | project ${all.join(', ')}` }
}

/** Rows as one `datatable`, or as a union of several. */
export function datatable({ columns, rows }: Rows): string {
  const heading = columnList(columns)
  const lines = rows.map(row => row.map((cell, index) => literal(cell, columns[index]!.type)).join(', '))
  const perTable = Math.max(1, Math.floor(mostValues / columns.length))
  const tables = Array.from({ length: Math.max(1, Math.ceil(lines.length / perTable)) }, (_, index) => {
    const own = lines.slice(index * perTable, (index + 1) * perTable)
    return `datatable(${heading})[${own.join(',\n')}]`
  })
  return tables.length === 1 ? tables[0]! : `union ${tables.map(one => `(${one})`).join(', ')}`
}
