import { type ColumnType, maxDatetime } from '@tripline/schemas'
import { datetimeOfText, timespanOfText } from '../../time/settled-text.ts'
import { cellJson, Real } from '../../values/json.ts'
import { boolOfRow, carriedDecimal, guidAtStart, intOfText, longOfText, realOfText } from '../../values/number-text.ts'
import { realText } from '../../values/real-text.ts'
import { type RefusedValue, refusedValue } from '../../values/refused-value.ts'
import { type CellOf, defineUdf, named } from '../../values/udf.ts'

/** How each kind of content converts to the type; arrays, bags and nulls never do (semantics 8.11). */
interface Cast<Result> {
  readonly bool: (value: boolean) => Result
  readonly long: (value: bigint) => Result
  readonly real: (value: number) => Result
  readonly string: (value: string) => Result
}

const maxLong = 2n ** 63n - 1n

/** Truncates toward zero and saturates at the limits of long; null for NaN (semantics 5.7). */
export function truncated(value: number): bigint | null {
  if (Number.isNaN(value)) return null
  if (!Number.isFinite(value)) throw infinite()
  if (value >= 2 ** 63) return maxLong
  return value <= -(2 ** 63) ? -maxLong - 1n : BigInt(Math.trunc(value))
}

/** Truncates toward zero and saturates at the limits of int. */
export function truncatedInt(value: number): number | null {
  if (Number.isNaN(value)) return null
  if (!Number.isFinite(value)) throw infinite()
  return Math.max(-2147483648, Math.min(2147483647, Math.trunc(value))) + 0
}

const infinite = (): RefusedValue => refusedValue('infinite-integer')

const instant = (ticks: bigint | null): bigint | null =>
  ticks !== null && ticks >= 0n && ticks <= maxDatetime ? ticks : null

const never = (): null => null

function apply<Result>(cast: Cast<Result | null>, cell: string): Result | null {
  const value = cellJson(cell)
  switch (typeof value) {
    case 'string':
      return cast.string(value)
    case 'boolean':
      return cast.bool(value)
    case 'number':
    case 'bigint':
      return cast.long(BigInt(value))
  }
  return value instanceof Real ? cast.real(value.value) : null
}

const castTo = <const Result extends ColumnType>(result: Result, cast: Cast<CellOf[Result] | null>) =>
  defineUdf({ parameters: ['dynamic'], result, nulls: 'propagate', call: cell => apply(cast, cell) })

/** `to<type>(dynamic)` according to what the dynamic contains. Decimals and guids are returned as text. */
export const dynamicCastUdfs = named({
  dynamic_tobool: castTo('bool', {
    bool: value => value,
    long: value => value !== 0n,
    real: value => value !== 0,
    string: boolOfRow,
  }),
  // A long keeps its low 32 bits, while a real saturates.
  dynamic_toint: castTo('int', {
    bool: Number,
    long: value => Number(BigInt.asIntN(32, value)),
    real: truncatedInt,
    string: intOfText,
  }),
  dynamic_tolong: castTo('long', { bool: BigInt, long: value => value, real: truncated, string: longOfText }),
  dynamic_toreal: castTo('real', { bool: Number, long: Number, real: value => value, string: realOfText }),
  dynamic_todecimal: castTo('string', {
    bool: value => (value ? '1' : '0'),
    long: String,
    real: value => carriedDecimal(realText(value)),
    string: carriedDecimal,
  }),
  dynamic_todatetime: castTo('datetime', {
    bool: never,
    long: instant,
    real: value => instant(truncated(value)),
    string: datetimeOfText,
  }),
  dynamic_totimespan: castTo('timespan', {
    bool: never,
    long: value => value,
    real: truncated,
    string: timespanOfText,
  }),
  dynamic_toguid: castTo('string', { bool: never, long: never, real: never, string: guidAtStart }),
})
