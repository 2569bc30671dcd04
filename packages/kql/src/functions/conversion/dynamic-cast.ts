import { maxDatetime } from '@tripline/schemas'
import type { Cell } from '../../cell.ts'
import { parseKustoDatetime, parseKustoTimespan } from '../../time/datetime-text.ts'
import { cellJson, Real } from '../../values/json.ts'
import { boolOfRow, carriedDecimal, guidOfText, intOfText, longOfText, realOfText } from '../../values/number-text.ts'
import { realText } from '../../values/real-text.ts'
import { RefusedValue } from '../../values/refused-value.ts'
import { defineUdf, type Udf } from '../udf.ts'

/** How each kind of content becomes the type; arrays, bags and nulls never do (semantics 8.11). */
interface Cast {
  readonly bool: (value: boolean) => Cell
  readonly long: (value: bigint) => Cell
  readonly real: (value: number) => Cell
  readonly string: (value: string) => Cell
}

const maxLong = 2n ** 63n - 1n

/** Toward zero, saturated at the ends of a long; null for NaN (semantics 5.7). */
export function truncated(value: number): bigint | null {
  if (Number.isNaN(value)) return null
  if (!Number.isFinite(value)) throw infinite()
  if (value >= 2 ** 63) return maxLong
  return value <= -(2 ** 63) ? -maxLong - 1n : BigInt(Math.trunc(value))
}

/** Toward zero, saturated at the ends of an int. */
export function truncatedInt(value: number): number | null {
  if (Number.isNaN(value)) return null
  if (!Number.isFinite(value)) throw infinite()
  return Math.max(-2147483648, Math.min(2147483647, Math.trunc(value))) + 0
}

const infinite = (): RefusedValue =>
  new RefusedValue('an infinity as a whole number', 'what it becomes outside a constant is not settled')

const instant = (ticks: bigint | null): bigint | null =>
  ticks !== null && ticks >= 0n && ticks <= maxDatetime ? ticks : null

const never = (): null => null

const casts = {
  bool: { bool: value => value, long: value => value !== 0n, real: value => value !== 0, string: boolOfRow },
  // A long keeps its low 32 bits where a real saturates.
  int: { bool: Number, long: value => Number(BigInt.asIntN(32, value)), real: truncatedInt, string: intOfText },
  long: { bool: BigInt, long: value => value, real: truncated, string: longOfText },
  real: { bool: Number, long: Number, real: value => value, string: realOfText },
  decimal: {
    bool: value => (value ? '1' : '0'),
    long: String,
    real: value => carriedDecimal(realText(value)),
    string: carriedDecimal,
  },
  datetime: { bool: never, long: instant, real: value => instant(truncated(value)), string: parseKustoDatetime },
  timespan: { bool: never, long: value => value, real: truncated, string: parseKustoTimespan },
  guid: { bool: never, long: never, real: never, string: guidOfText },
} satisfies Record<string, Cast>

function apply(cast: Cast, cell: string): Cell {
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

/** `to<type>(dynamic)` by what the dynamic holds. A decimal and a guid are their text. */
export const dynamicCastUdfs: readonly Udf[] = (Object.keys(casts) as (keyof typeof casts)[]).map(type =>
  defineUdf({
    name: `dynamic_to${type}`,
    parameters: ['dynamic'],
    result: type === 'decimal' || type === 'guid' ? 'string' : type,
    nulls: 'propagate',
    call: (cell: string) => apply(casts[type], cell),
  }),
)
