import type { ColumnType } from '@tripline/schemas'
import { parseKustoDatetime, parseKustoTimespan } from '../../time/datetime-text.ts'
import { guidOfText, longOfText } from '../../values/number-text.ts'
import type { Cell } from '../../world/dataset.ts'
import { parseDynamic } from '../dynamic/dynamic-value.ts'
import { constantJson } from './constant.ts'

type Convert = (cell: Exclude<Cell, null>) => Cell | undefined

/** Which longs become other numbers unchanged. */
const fromLong: { readonly [Type in ColumnType]?: Convert } = {
  int: cell => (BigInt(cell) === BigInt.asIntN(32, BigInt(cell)) ? Number(cell) : undefined),
  real: cell => (BigInt(Number(cell)) === BigInt(cell) ? Number(cell) : undefined),
}

/** A text without blanks around it that the type's own reader takes. */
const plain = (cell: Exclude<Cell, null>, read: (text: string) => Cell): Cell | undefined =>
  String(cell).trim() === cell ? (read(cell) ?? undefined) : undefined

const fromText: { readonly [Type in ColumnType]?: Convert } = {
  long: cell => (/^\d+$/.test(String(cell)) ? (longOfText(String(cell)) ?? undefined) : undefined),
  datetime: cell => plain(cell, parseKustoDatetime),
  timespan: cell => plain(cell, parseKustoTimespan),
  guid: cell => plain(cell, guidOfText),
  dynamic: cell => parseDynamic(String(cell)),
}

/** A literal cell of a datatable, converted to its column's type; undefined if it is not settled what it becomes. */
export function constantConvert(cell: Cell, from: ColumnType, to: ColumnType): Cell | undefined {
  if (from === to) return cell
  if (from === 'long' && to === 'int' && cell === null) return null
  if (cell === null) return from === 'dynamic' && to === 'string' ? '' : undefined
  if (to === 'dynamic' && from !== 'string') return constantJson(cell, from)
  return (from === 'string' ? fromText : from === 'long' ? fromLong : {})[to]?.(cell)
}
