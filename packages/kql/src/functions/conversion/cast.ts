import { formatDatetime, formatTimespan } from '@tripline/schemas'
import { realJson, realText } from '../../values/real-text.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'
import { truncated, truncatedInt } from './dynamic-cast.ts'

/** A real as `tostring` writes it; where reals switch to an exponent is not documented (semantics 7.3). */
function realString(value: number): string {
  const size = Math.abs(value)
  if (Number.isFinite(value) && value !== 0 && (size >= 1e15 || size < 1e-4)) throw refusedValue('real-text')
  return realText(value)
}

/** Conversions of scalars that SQL cannot express exactly, named after the types involved. */
export const castUdfs = named({
  real_string: defineUdf({ parameters: ['real'], result: 'string', nulls: 'propagate', call: realString }),
  real_tostring: defineUdf({ parameters: ['real'], result: 'string', nulls: 'propagate', call: realText }),
  real_todynamic: defineUdf({ parameters: ['real'], result: 'dynamic', nulls: 'propagate', call: realJson }),
  real_tolong: defineUdf({ parameters: ['real'], result: 'long', nulls: 'propagate', call: truncated }),
  real_toint: defineUdf({ parameters: ['real'], result: 'int', nulls: 'propagate', call: truncatedInt }),
  datetime_tostring: defineUdf({
    parameters: ['datetime'],
    result: 'string',
    nulls: 'propagate',
    call: formatDatetime,
  }),
  timespan_tostring: defineUdf({
    parameters: ['timespan'],
    result: 'string',
    nulls: 'propagate',
    call: formatTimespan,
  }),
  decimal_tostring: defineUdf({
    parameters: ['string'],
    result: 'string',
    nulls: 'propagate',
    // The carrier has a fixed number of decimals; KQL drops trailing zeros.
    call: (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text),
  }),
})
