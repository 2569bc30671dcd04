import { because } from '../../refusals/refusal-text.ts'
import { call, fewOrMany, name, refusal, type Sql, sql, value } from '../../sql/sql.ts'
import { dividedDecimals } from '../arithmetic/decimal-divide.ts'
import { macros } from '../macros.ts'
import { type AggregateRow, type AggregateSite, aggregate, type Family, type Operand } from '../row.ts'
import { accuracy } from './accuracy.ts'
import { listAggregates } from './aggregate-list.ts'
import { pickAggregates } from './aggregate-pick.ts'
import { statisticAggregates } from './aggregate-statistics.ts'
import { schemaUdfs } from './build-schema.ts'
import { listUdfs } from './make-list.ts'
import { weightedRankUdfs } from './weighted-rank.ts'

/** The filter of an `…if` form. */
const whenTrue = (condition: Operand | undefined): Sql => (condition ? sql` FILTER (WHERE ${condition.sql})` : sql``)

const nan = sql`CAST('nan' AS DOUBLE)`

/** `sum` of whole numbers wraps at 64 bits (semantics 5.2, 10.6); beyond the range of timespans nothing is settled. */
const sum = (operand: Operand, condition: Operand | undefined, site: AggregateSite): Sql => {
  const total = sql`sum(${operand.sql})${whenTrue(condition)}`
  if (site.type === 'timespan' && site.guarded())
    return sql`coalesce(CAST(coalesce(TRY_CAST(${total} AS BIGINT), CASE WHEN ${total} IS NOT NULL THEN ${refusal('unsettled-call', 'a sum beyond the range of a timespan')} END) AS BIGINT), 0)`
  if (site.type === 'real' || site.type === 'decimal') return sql`coalesce(${total}, 0)`
  return site.guarded() ? sql`coalesce(${call(macros.wrap, [total])}, 0)` : sql`coalesce(CAST(${total} AS BIGINT), 0)`
}

/**
 * Without values NaN for numbers, null for times. For whole numbers, the wrapped sum divided by their number (semantics 10.4).
 */
const avg = (operand: Operand, condition: Operand | undefined, site: AggregateSite): Sql => {
  const total = sql`sum(${operand.sql})${whenTrue(condition)}`
  const number = sql`count(${operand.sql})${whenTrue(condition)}`
  if (site.type === 'datetime' || site.type === 'timespan') {
    return sql`CAST(${total} // nullif(${number}, 0) AS BIGINT)`
  }
  if (operand.type === 'decimal') {
    const none = sql`CASE WHEN ${number} = 0 THEN ${refusal('no-decimals')} END`
    return sql`coalesce(${dividedDecimals(total, number)}, ${none})`
  }
  if (operand.type === 'real') return sql`coalesce(avg(${operand.sql})${whenTrue(condition)}, ${nan})`
  const whole = site.guarded() ? call(macros.wrap, [total]) : sql`CAST(${total} AS BIGINT)`
  return sql`coalesce(${whole} / nullif(${number}, 0), ${nan})`
}

/** Strings yield '' if there are no values; NaN wins over every number (semantics 5.8, 10.4). */
const extreme =
  (which: 'min' | 'max') =>
  (operand: Operand, condition: Operand | undefined): Sql => {
    const found = sql`${name(which)}(${operand.sql})${whenTrue(condition)}`
    if (operand.type === 'string') return sql`coalesce(${found}, '')`
    if (operand.type !== 'real' || which === 'max') return found
    return sql`CASE WHEN bool_or(isnan(${operand.sql}))${whenTrue(condition)} THEN ${nan} ELSE ${found} END`
  }

/** Distinct values: null does not count, '' does (semantics 10.7). Whether dynamics that differ in spelling are equal is not settled. */
const distinct = (operand: Operand, condition: Operand | undefined): Sql => {
  const count = (values: Sql): Sql => sql`count(DISTINCT ${values})${whenTrue(condition)}`
  // The database makes a table for each DISTINCT. In lists, it may tell apart reals that are equal.
  const listed = sql`coalesce(len(list_distinct(list(${operand.sql})${whenTrue(condition)})), 0)`
  if (operand.type !== 'dynamic')
    return operand.type === 'real' ? count(operand.sql) : fewOrMany(listed, count(operand.sql))
  const equal = count(call(listUdfs.identity_of, [operand.sql]))
  return sql`CASE WHEN ${count(operand.sql)} <> ${equal} THEN ${refusal('unsettled-call', 'a count of distinct dynamics, some of which are equal but written differently,')} ELSE ${equal} END`
}

type Reduce = (operand: Operand, condition: Operand | undefined, site: AggregateSite) => Sql

/** An aggregate and its `…if` form. */
const withIf = (
  names: readonly string[],
  kind: 'any' | 'result',
  reduce: Reduce,
  rules: readonly string[],
  options: Pick<AggregateRow, 'refuses' | 'unsettled'> = {},
): AggregateRow[] => [
  aggregate(names, [kind], ([operand], site) => reduce(operand!, undefined, site), rules, options),
  aggregate(
    names.map(aggregateName => `${aggregateName}if`),
    [kind, 'bool'],
    ([operand, condition], site) => reduce(operand!, condition, site),
    rules,
    options,
  ),
]

const notOf = (...types: readonly string[]) => ({
  refuses: ([subject]: readonly { readonly type: string }[]) =>
    subject && types.includes(subject.type) ? because('undocumented-types', subject.type) : undefined,
})

/** Whether an empty text is the least one or counts as none is not settled. */
const least = { 0: ['empty'] } as const

/** The bits of no numbers are not documented. */
const bits = (names: readonly string[], combine: Sql): AggregateRow =>
  aggregate(
    names,
    ['long'],
    ([operand], site) =>
      sql`CASE WHEN count(*) > count(${operand!.sql}) OR count(*) = 0 THEN ${refusal('no-numbers', `${names[0]}()`)}
        ELSE coalesce(${combine}(${operand!.sql}), ${value(null, site.type)}) END`,
    ['10.13'],
    notOf('real', 'decimal', 'datetime', 'timespan'),
  )

export const aggregateFunctions: Family = {
  udfs: [schemaUdfs, listUdfs, weightedRankUdfs],
  rows: [
    aggregate('count', ['any'], () => sql`count(*)`, ['10.5']),
    aggregate('countif', ['bool'], ([condition]) => sql`count(*)${whenTrue(condition)}`, ['10.5']),
    ...withIf(['sum'], 'result', sum, ['5.2', '10.4', '10.6'], notOf('datetime')),
    ...withIf(['avg'], 'any', avg, ['5.10', '10.4']),
    ...withIf(['min'], 'any', extreme('min'), ['10.4', '10.14'], { ...notOf('dynamic', 'guid'), unsettled: least }),
    ...withIf(['max'], 'any', extreme('max'), ['10.4', '10.14'], notOf('dynamic', 'guid')),
    aggregate('dcount', ['any'], ([operand]) => distinct(operand!, undefined), ['10.7'], accuracy(1)),
    aggregate(
      'dcountif',
      ['any', 'bool', 'any'],
      ([operand, condition]) => distinct(operand!, condition),
      ['10.7'],
      accuracy(2),
    ),
    ...withIf(['count_distinct'], 'any', distinct, ['10.7'], { unsettled: { 0: ['nan'] } }),
    bits(['binary_all_and'], sql`bit_and`),
    bits(['binary_all_or'], sql`bit_or`),
    bits(['binary_all_xor'], sql`bit_xor`),
    ...listAggregates,
    ...pickAggregates,
    ...statisticAggregates,
  ],
}
