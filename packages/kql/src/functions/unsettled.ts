import { refusedValue, shownValue } from '../values/refused-value.ts'
import { defineUdf, named } from '../values/udf.ts'

/** Refuses the value of an argument, given as text, of the named call. Arguments count from 1. */
export const unsettledUdfs = named({
  refuse_value: defineUdf({
    parameters: ['string', 'long', 'string'],
    result: 'string',
    nulls: 'receive',
    call: (name, argument, value) => {
      const construct = /\w$/.test(name) && !/ /.test(name) ? `${name}()` : `the operator ${name}`
      throw refusedValue('unsettled-value', construct, Number(argument), value === '' ? 'no value' : shownValue(value))
    },
  }),
})
