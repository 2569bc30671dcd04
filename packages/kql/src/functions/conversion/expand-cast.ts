import type { ColumnType } from '@tripline/schemas'
import { parseKustoDatetime } from '../../time/datetime-text.ts'
import { tostringOf } from '../../values/dynamic-value.ts'
import { cellJson, type Json, Real } from '../../values/json.ts'
import { guidOfText } from '../../values/number-text.ts'
import { refusedValue, shownValue } from '../../values/refused-value.ts'
import { type CellOf, defineUdf, named } from '../../values/udf.ts'
import { truncated, truncatedInt } from './dynamic-cast.ts'

/** A number is truncated; the result beyond the range of int is not documented. */
function int(value: number): number {
  const whole = truncatedInt(value)
  if (whole !== null && whole === Math.trunc(value) + 0) return whole
  throw refusedValue('expand-int')
}

/** A whole number converts to a bool; whether one written with a point counts as whole is not documented. */
function bool(value: number): boolean | null {
  if (!Number.isInteger(value)) return null
  throw refusedValue('expand-bool')
}

const isWhole = (value: Json): value is number | bigint => typeof value === 'number' || typeof value === 'bigint'

const castTo = <const Result extends ColumnType>(result: Result, cast: (value: Json) => CellOf[Result] | null) =>
  defineUdf({ parameters: ['dynamic'], result, nulls: 'propagate', call: cell => cast(cellJson(cell)) })

/** `mv-expand … to typeof(T)` of an element: only values of that kind convert, and texts are not parsed (semantics 12.3). */
export const expandCastUdfs = named({
  expand_tobool: castTo('bool', value => {
    if (typeof value === 'boolean') return value
    if (isWhole(value)) return BigInt(value) !== 0n
    return value instanceof Real ? bool(value.value) : null
  }),
  expand_toint: castTo('int', value => {
    if (isWhole(value)) return int(Number(value))
    return value instanceof Real ? int(value.value) : null
  }),
  expand_tolong: castTo('long', value => {
    if (isWhole(value)) return BigInt(value)
    return value instanceof Real ? truncated(value.value) : null
  }),
  expand_toreal: castTo('real', value => {
    if (isWhole(value)) return Number(value)
    return value instanceof Real ? value.value : null
  }),
  expand_tostring: castTo('string', value => {
    throw refusedValue('unsettled-call', `mv-expand to typeof(string) of ${shownValue(tostringOf(value))}`)
  }),
  expand_todatetime: castTo('datetime', value => (typeof value === 'string' ? parseKustoDatetime(value) : null)),
  expand_toguid: castTo('string', value => (typeof value === 'string' ? guidOfText(value) : null)),
})
