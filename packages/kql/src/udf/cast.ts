import { formatDatetime, formatTimespan } from '@tripline/schemas'
import { truncated, truncatedInt } from './dynamic-cast.ts'
import { defineUdf, type Udf } from './udf.ts'

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
    name: 'decimal_tostring',
    parameters: ['string'],
    result: 'string',
    nulls: 'propagate',
    // The carrier has a fixed number of decimals; KQL shows none that are zero.
    call: (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text),
  }),
]
