import { type ColumnType, formatDatetime, formatTimespan } from '@tripline/schemas'
import type { ValueType } from '../plan/expression.ts'
import type { Cell } from '../world/dataset.ts'

const longest = 80

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

const written: { readonly [Type in ColumnType]?: (cell: Cell) => string } = {
  datetime: cell => formatDatetime(cell as bigint).replace(/\.?0*Z$/, 'Z'),
  timespan: cell => formatTimespan(cell as bigint),
}

/** A value as a reader writes it in a query, shortened; a datetime without the zeros of its fraction. */
export function cellWords(cell: Cell, type: ValueType): string {
  if (cell === null) return 'null'
  if (type === 'string') return cut(JSON.stringify(cell))
  return cut((type !== 'struct' && written[type]?.(cell)) || String(cell))
}

/** A value as data. */
export const cellData = (cell: Cell, type: ValueType): string =>
  cell === null ? 'null' : type === 'string' ? cut(String(cell)) : cellWords(cell, type)

/** `a`, `a or b`, `a, b or c`. */
export const alternatives = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
