import type { Cell } from '../../cell.ts'
import { parseKustoDatetime } from '../../time/datetime-text.ts'
import { cellJson, type Json, Real } from '../../values/json.ts'
import { guidOfText } from '../../values/number-text.ts'
import { RefusedValue } from '../../values/refused-value.ts'
import { defineUdf, type Udf } from '../udf.ts'
import { truncated, truncatedInt } from './dynamic-cast.ts'

type ExpandedType = 'bool' | 'int' | 'long' | 'real' | 'datetime' | 'guid'

/** A number is cut to a whole one; of an int too large nothing is known. */
function int(value: number): number {
  const whole = truncatedInt(value)
  if (whole !== null && whole === Math.trunc(value) + 0) return whole
  throw new RefusedValue('mv-expand to typeof(int)', 'what a number beyond an int becomes is not settled')
}

/** A whole number tells truth; whether one written with a point is whole, nobody knows. */
function bool(value: number): boolean | null {
  if (!Number.isInteger(value)) return null
  throw new RefusedValue(
    'mv-expand to typeof(bool)',
    'whether a real without a fraction is a whole number is not settled',
  )
}

const isWhole = (value: Json): value is number | bigint => typeof value === 'number' || typeof value === 'bigint'

/** What `mv-expand … to typeof(T)` makes of an element: values of its kind, nothing is read from a text (semantics 12.3). */
const casts: Readonly<Record<ExpandedType, (value: Json) => Cell>> = {
  bool: value =>
    typeof value === 'boolean'
      ? value
      : isWhole(value)
        ? BigInt(value) !== 0n
        : value instanceof Real
          ? bool(value.value)
          : null,
  int: value => (isWhole(value) ? int(Number(value)) : value instanceof Real ? int(value.value) : null),
  long: value => (isWhole(value) ? BigInt(value) : value instanceof Real ? truncated(value.value) : null),
  real: value => (isWhole(value) ? Number(value) : value instanceof Real ? value.value : null),
  datetime: value => (typeof value === 'string' ? parseKustoDatetime(value) : null),
  guid: value => (typeof value === 'string' ? guidOfText(value) : null),
}

export const expandCastUdfs: readonly Udf[] = (Object.keys(casts) as ExpandedType[]).map(type =>
  defineUdf({
    name: `expand_to${type}`,
    parameters: ['dynamic'],
    result: type === 'guid' ? 'string' : type,
    nulls: 'propagate',
    call: (cell: string) => casts[type](cellJson(cell)),
  }),
)
