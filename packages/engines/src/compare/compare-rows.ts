import type { Cell } from '@tripline/kql/engine'
import { type Json, parseJson, Real, type Rows, writeJson } from '@tripline/kql/engine'
import type { ColumnType } from '@tripline/schemas'

type Row = Rows['rows'][number]

/** How answers differ: in their columns, or in rows, of which the first is given that the other does not have. */
export type RowsDifference =
  | { readonly what: 'columns'; readonly here: string; readonly there: string }
  | { readonly what: 'rows'; readonly here?: Row; readonly there?: Row }

/** Compares answers as sets of rows, since few queries promise an order. Reals may differ in their last digits. */
export function compareRows(here: Rows, there: Rows): RowsDifference | undefined {
  const [one, other] = [here, there].map(heading)
  if (one !== other) return { what: 'columns', here: one!, there: other! }
  const types = here.columns.map(({ type }) => type)
  const counts = new Map<string, { row: Row; count: number }>()
  const change = (row: Row, by: number) => {
    const key = JSON.stringify(row.map((cell, index) => comparable(cell, types[index]!)))
    const entry = counts.get(key) ?? { row, count: 0 }
    counts.set(key, { ...entry, count: entry.count + by })
  }
  for (const row of here.rows) change(row, 1)
  for (const row of there.rows) change(row, -1)
  const left = [...counts.values()]
  const extra = left.find(({ count }) => count > 0)?.row
  const missing = left.find(({ count }) => count < 0)?.row
  return extra || missing
    ? { what: 'rows', ...(extra && { here: extra }), ...(missing && { there: missing }) }
    : undefined
}

const heading = ({ columns }: Rows): string => columns.map(({ name, type }) => `${name}:${type}`).join(', ')

/** A cell as what equal ones have in common. */
function comparable(cell: Cell, type: ColumnType): unknown {
  if (typeof cell === 'bigint') return String(cell)
  if (type === 'real' && typeof cell === 'number') return rounded(cell)
  if (type === 'decimal' && cell !== null)
    return String(cell)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '')
  if (type !== 'dynamic' || cell === null) return cell
  const value = parseJson(String(cell))
  return value === undefined ? cell : writeJson(sorted(value))
}

/** Nine digits, as many as the sums of two engines agree in. */
const rounded = (number: number): string => (number === 0 ? '0' : number.toPrecision(9))

/** Members of property bags have no order. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (value instanceof Real) return rounded(value.value)
  if (!(value instanceof Map)) return value
  return new Map([...value].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]))
}
