import { integer, join, name, refusal, type Sql, sql } from '../../sql/sql.ts'
import { type AggregateRow, type AggregateSite, aggregate, type Operand } from '../row.ts'

/** The name of a column's field in a picked row. */
export const fieldName = (index: number): string => `f${index}`

const rowOf = (operands: readonly Operand[]): Sql =>
  sql`struct_pack(${join(operands.map((operand, index) => sql`${name(fieldName(index))} := ${operand.sql}`))})`

/** The first row that passes a filter. */
const first = (row: Sql, site: AggregateSite, filter = sql``): Sql =>
  site.rowNumber ? sql`arg_min(${row}, ${site.rowNumber})${filter}` : sql`first(${row} ${site.order})${filter}`

/** Types whose values fit into one integer together with a row number. */
const wholeNumbers: ReadonlySet<Operand['type']> = new Set(['int', 'long', 'datetime', 'timespan'])

/** The comparison key: nulls lose, NaN wins in both directions, then the first row wins (semantics 10.10). */
function rank(key: Operand, which: 'arg_max' | 'arg_min', rowNumber: Sql | undefined): Sql {
  const greatest = which === 'arg_max'
  if (rowNumber && wholeNumbers.has(key.type)) {
    const known = sql`coalesce(CAST(${key.sql} AS HUGEINT), ${integer(greatest ? -(2n ** 63n) - 1n : 2n ** 63n)})`
    return sql`${known} * 9223372036854775808 ${greatest ? sql`-` : sql`+`} ${rowNumber}`
  }
  const parts = [
    ...(key.type === 'string' ? [] : [sql`${key.sql} IS ${greatest ? sql`NOT NULL` : sql`NULL`}`]),
    ...(key.type === 'real' && !greatest ? [sql`NOT isnan(${key.sql})`] : []),
    key.sql,
    ...(rowNumber ? [greatest ? sql`-${rowNumber}` : rowNumber] : []),
  ]
  return sql`struct_pack(${join(parts.map((part, index) => sql`${name(`k${index}`)} := ${part}`))})`
}

/** The row with the extreme first operand, or its number if the result is a long. */
const extreme =
  (which: 'arg_max' | 'arg_min') =>
  (operands: readonly Operand[], site: AggregateSite): Sql => {
    const picked = site.type === 'struct' ? rowOf(operands) : site.rowNumber!
    const key = operands[0]!
    const found = sql`${name(which)}(${picked}, ${rank(key, which, site.rowNumber)}${site.rowNumber ? sql`` : sql` ${site.order}`})`
    return key.type === 'guid' ? unlessSeveral(key, which, found) : found
  }

/** Which of two guids is greater is not documented; a single guid is the greatest in any order. */
const unlessSeveral = ({ sql: key }: Operand, which: string, found: Sql): Sql =>
  sql`CASE WHEN count(DISTINCT ${key}) > 1 THEN ${refusal('guid-order', `${which}()`)} ELSE ${found} END`

const present = ({ sql: operand, type }: Operand): Sql =>
  type === 'string' ? sql`${operand} <> ''` : sql`${operand} IS NOT NULL`

/** For one column, a value is preferred to null; several columns come from one row (semantics 10.11). */
const any = (operands: readonly Operand[], site: AggregateSite): Sql => {
  const row = rowOf(operands)
  if (operands.length > 1) return first(row, site)
  return sql`coalesce(${first(row, site, sql` FILTER (WHERE ${present(operands[0]!)})`)}, ${first(row, site)})`
}

/** Aggregates that pick a row. For those that may return several of its columns, the value is the row. */
export const pickAggregates: readonly AggregateRow[] = [
  aggregate(['arg_max', 'argmax'], ['any'], extreme('arg_max'), ['10.10'], { ordered: true, picks: true }),
  aggregate(['arg_min', 'argmin'], ['any'], extreme('arg_min'), ['10.10'], {
    ordered: true,
    picks: true,
    // Whether an empty text is the least one or counts as none is not settled.
    unsettled: { 0: ['empty'] },
  }),
  aggregate(['take_any', 'any'], ['any'], any, ['10.11'], { ordered: true }),
  aggregate(
    ['take_anyif', 'anyif'],
    ['any', 'bool'],
    ([subject, condition], site) => {
      const found = first(subject!.sql, site, sql` FILTER (WHERE ${condition!.sql} AND ${present(subject!)})`)
      return subject!.type === 'string' ? sql`coalesce(${found}, '')` : found
    },
    ['10.11'],
    { ordered: true },
  ),
]
