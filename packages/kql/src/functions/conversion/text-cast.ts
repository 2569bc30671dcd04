import { datetimeOfText, timespanOfText } from '../../time/settled-text.ts'
import {
  boolOfRow,
  boolOfText,
  carriedDecimal,
  guidAtStart,
  intOfText,
  longOfText,
  realOfText,
} from '../../values/number-text.ts'
import { defineUdf, named } from '../../values/udf.ts'

/** Conversions of texts; whatever does not convert is null. */
export const textCastUdfs = named({
  long_of_text: defineUdf({ parameters: ['string'], result: 'long', nulls: 'propagate', call: longOfText }),
  int_of_text: defineUdf({ parameters: ['string'], result: 'int', nulls: 'propagate', call: intOfText }),
  real_of_text: defineUdf({ parameters: ['string'], result: 'real', nulls: 'propagate', call: realOfText }),
  bool_of_text: defineUdf({ parameters: ['string'], result: 'bool', nulls: 'propagate', call: boolOfText }),
  bool_of_row: defineUdf({ parameters: ['string'], result: 'bool', nulls: 'propagate', call: boolOfRow }),
  decimal_of_text: defineUdf({
    parameters: ['string'],
    result: 'decimal',
    nulls: 'propagate',
    call: carriedDecimal,
  }),
  guid_of_text: defineUdf({ parameters: ['string'], result: 'guid', nulls: 'propagate', call: guidAtStart }),
  parse_datetime: defineUdf({
    parameters: ['string'],
    result: 'datetime',
    nulls: 'propagate',
    call: datetimeOfText,
  }),
  parse_timespan: defineUdf({
    parameters: ['string'],
    result: 'timespan',
    nulls: 'propagate',
    call: timespanOfText,
  }),
})
