import { call, carrier, computeOnce, join, type Sql, sql, text } from '../sql/sql.ts'
import { refusedValue, shownValue } from '../values/refused-value.ts'
import { defineUdf, named } from '../values/udf.ts'
import { convert } from './conversion/convert.ts'
import { type EdgeName, edgeNamed } from './edge.ts'
import { type Family, type Operand, scalar } from './row.ts'

const shownOr = (value: string): string => (value === '' ? 'no value' : shownValue(value))

/** Refuse a value, given as text. */
export const unsettledUdfs = named({
  /** The argument of the named call; arguments count from 1. */
  refuse_value: defineUdf({
    parameters: ['string', 'long', 'string'],
    result: 'string',
    nulls: 'receive',
    call: (name, argument, value) => {
      const construct = /\w$/.test(name) && !/ /.test(name) ? `${name}()` : `the operator ${name}`
      throw refusedValue('unsettled-value', construct, Number(argument), shownOr(value))
    },
  }),
  /** A value of a tabular operator; `what` says which. */
  refuse_operand: defineUdf({
    parameters: ['string', 'string'],
    result: 'string',
    nulls: 'receive',
    call: (what, value) => {
      throw refusedValue('unsettled-call', `${what} ${shownOr(value)}`)
    },
  }),
})

/** An operand that ends the query once a row's value is at one of these edges; `refuse` is given the value as text. */
export function unlessAt(operand: Operand, names: readonly EdgeName[], refuse: (shown: Sql) => Sql): Operand {
  const { type } = operand
  if (operand.constant !== undefined || type === 'struct') return operand
  const found = names.flatMap(name => edgeNamed(type, name) ?? [])
  if (found.length === 0) return operand
  const checked = computeOnce(operand.sql, value => {
    const refused = refuse(convert({ sql: value, type }, 'string').sql)
    const isAtEdge = join(
      found.map(edge => edge.sql(value)),
      ' OR ',
    )
    return sql`CASE WHEN ${isAtEdge} THEN CAST(${refused} AS ${carrier[type]}) ELSE ${value} END`
  })
  return { type, sql: checked }
}

/** `settled(value, edges, what)`: a value of a tabular operator, refused at these edges. Lowering refuses constants. */
export const unsettledFunctions: Family = {
  udfs: [unsettledUdfs],
  rows: [
    scalar(
      'settled',
      ['any', 'string', 'string'],
      ([value, names, what]) =>
        unlessAt(value!, String(names!.constant).split(' ') as EdgeName[], shown =>
          call(unsettledUdfs.refuse_operand, [text(String(what!.constant)), shown]),
        ).sql,
      ['26'],
    ),
  ],
}
