import { convert } from '../functions/conversion/convert.ts'
import { type EdgeName, edgeNamed } from '../functions/edge.ts'
import type { Operand } from '../functions/row.ts'
import { unsettledUdfs } from '../functions/unsettled.ts'
import { call, carrier, computeOnce, integer, join, sql, text } from '../sql/sql.ts'

/** An operand that ends the query once a row's value is at one of these edges, for which Kusto's answer is unknown. */
export function checked(operand: Operand, index: number, names: readonly EdgeName[], construct: string): Operand {
  const { type } = operand
  if (operand.constant !== undefined || type === 'struct') return operand
  const found = names.flatMap(name => edgeNamed(type, name) ?? [])
  if (found.length === 0) return operand
  return {
    type,
    sql: computeOnce(operand.sql, value => {
      const shown = convert({ sql: value, type }, 'string').sql
      const refused = call(unsettledUdfs.refuse_value, [text(construct), integer(index + 1), shown])
      const isAtEdge = join(
        found.map(edge => edge.sql(value)),
        ' OR ',
      )
      return sql`CASE WHEN ${isAtEdge} THEN CAST(${refused} AS ${carrier[type]}) ELSE ${value} END`
    }),
  }
}
