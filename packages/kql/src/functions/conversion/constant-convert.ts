import type { ColumnType } from '@tripline/schemas'
import { parseKustoDatetime, parseKustoTimespan } from '../../time/datetime-text.ts'
import type { Cell } from '../../world/dataset.ts'
import { parseDynamic } from '../dynamic/dynamic-value.ts'
import { constantJson } from './constant.ts'

type Convert = (cell: Exclude<Cell, null>) => Cell | undefined

const numeric: { readonly [Type in ColumnType]?: Convert } = {
  // What becomes of a fraction is not settled.
  int: cell => (Number.isInteger(Number(cell)) ? Number(cell) : undefined),
  long: cell => (typeof cell === 'bigint' ? cell : Number.isInteger(Number(cell)) ? BigInt(Number(cell)) : undefined),
  real: cell => Number(cell),
  decimal: cell => String(cell),
}

const fromText: { readonly [Type in ColumnType]?: Convert } = {
  datetime: cell => parseKustoDatetime(String(cell)),
  timespan: cell => parseKustoTimespan(String(cell)),
  guid: cell => String(cell),
  dynamic: cell => parseDynamic(String(cell)),
}

/** A literal cell of a datatable, converted to its column's type; undefined if there is no such conversion. */
export function constantConvert(cell: Cell, from: ColumnType, to: ColumnType): Cell | undefined {
  if (cell === null) return to === 'string' ? '' : null
  if (from === to) return cell
  if (to === 'dynamic' && from !== 'string') return constantJson(cell, from)
  if (from === 'string') return fromText[to]?.(cell)
  const isNumber = typeof cell === 'number' || typeof cell === 'bigint'
  return isNumber && from !== 'datetime' && from !== 'timespan' ? numeric[to]?.(cell) : undefined
}
