import { formatDatetime, formatTimespan } from '@tripline/schemas'
import { defineUdf, type Udf } from '../udf.ts'
import { truncated, truncatedInt } from './dynamic-cast.ts'

const places = 18

/** Digits of a decimal of the carrier's eighteen places, as one whole number. */
function unscaled(text: string): bigint {
  const [whole, fraction = ''] = text.split('.') as [string, string?]
  return BigInt(whole + fraction.padEnd(places, '0'))
}

/** `decimal / decimal` to the carrier's places, cut; by zero null (semantics 5.10). */
function divideDecimals(a: string, b: string): string | null {
  const divisor = unscaled(b)
  if (divisor === 0n) return null
  const quotient = (unscaled(a) * 10n ** BigInt(places)) / divisor
  const digits = String(quotient < 0n ? -quotient : quotient).padStart(places + 1, '0')
  return `${quotient < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** Casts of plain values that SQL cannot say exactly; the database knows them by the types they join. */
export const castUdfs: readonly Udf[] = [
  defineUdf({ name: 'real_tolong', parameters: ['real'], result: 'long', nulls: 'propagate', call: truncated }),
  defineUdf({ name: 'real_toint', parameters: ['real'], result: 'int', nulls: 'propagate', call: truncatedInt }),
  defineUdf({
    name: 'datetime_tostring',
    parameters: ['datetime'],
    result: 'string',
    nulls: 'propagate',
    call: formatDatetime,
  }),
  defineUdf({
    name: 'timespan_tostring',
    parameters: ['timespan'],
    result: 'string',
    nulls: 'propagate',
    call: formatTimespan,
  }),
  defineUdf({
    name: 'decimal_divide',
    parameters: ['string', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: divideDecimals,
  }),
  defineUdf({
    name: 'decimal_tostring',
    parameters: ['string'],
    result: 'string',
    nulls: 'propagate',
    // The carrier has a fixed number of decimals; KQL shows none that are zero.
    call: (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text),
  }),
]
