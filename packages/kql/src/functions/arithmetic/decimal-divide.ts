import { call, carrier, type Sql, sql } from '../../sql/sql.ts'
import { defineUdf, named } from '../../values/udf.ts'

const places = 18

/** A decimal with the eighteen places of the carrier, as one whole number. */
function unscaled(text: string): bigint {
  const [whole, fraction = ''] = text.split('.') as [string, string?]
  return BigInt(whole + fraction.padEnd(places, '0'))
}

/** `decimal / decimal`, truncated to the carrier's places; division by zero yields null (semantics 5.10). */
function divideDecimals(a: string, b: string): string | null {
  const divisor = unscaled(b)
  if (divisor === 0n) return null
  const quotient = (unscaled(a) * 10n ** BigInt(places)) / divisor
  const digits = String(quotient < 0n ? -quotient : quotient).padStart(places + 1, '0')
  return `${quotient < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

export const decimalUdfs = named({
  decimal_divide: defineUdf({
    parameters: ['string', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: divideDecimals,
  }),
})

/** A decimal divided by a decimal or a whole number. */
export const dividedDecimals = (a: Sql, b: Sql): Sql => {
  const quotient = call(decimalUdfs.decimal_divide, [sql`CAST(${a} AS VARCHAR)`, sql`CAST(${b} AS VARCHAR)`])
  return sql`TRY_CAST(${quotient} AS ${carrier.decimal})`
}
