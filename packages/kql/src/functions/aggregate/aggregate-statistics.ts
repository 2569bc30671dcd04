import { constantOf, type Expression } from '../../plan/expression.ts'
import { type ArgumentRefusal, because } from '../../refusals/refusal-text.ts'
import { call, join, real, refusal, type Sql, sql } from '../../sql/sql.ts'
import type { Cell } from '../../world/dataset.ts'
import { convert } from '../conversion/convert.ts'
import { type AggregateRow, type AggregateSite, aggregate, type Operand } from '../row.ts'
import { weightedRankUdfs } from './weighted-rank.ts'

const both = (...conditions: readonly Sql[]): Sql => sql` FILTER (WHERE ${join(conditions, ' AND ')})`

/**
 * A measure of spread of the finite numbers, rounded to 10 decimals; 0 if there are too few, NaN if any number is not finite.
 * The root is taken of the rounded value (semantics 10.13).
 */
const spread =
  (database: Sql, columns: 1 | 2, root: boolean) =>
  (operands: readonly Operand[], site: AggregateSite): Sql => {
    const guarded = site.guarded()
    const subjects = operands.slice(0, columns).map(operand => operand.sql)
    const condition = operands[columns] ? [operands[columns].sql] : []
    const finite = subjects.map(subject => sql`isfinite(${subject})`)
    const small = subjects.map(subject => sql`abs(${subject}) <= 1e150`)
    const counted = guarded ? small : finite
    const spread = sql`coalesce(round(${database}(${join(subjects)})${both(...counted, ...condition)}, 10), 0)`
    const huge = sql`count(*)${both(...finite, sql`NOT (${join(small, ' AND ')})`, ...condition)}`
    const value = guarded
      ? sql`CASE WHEN ${huge} > 0 THEN ${refusal('unsettled-call', 'the spread of numbers above 1e150')} ELSE ${spread} END`
      : spread
    const notFinite = sql`count(*)${both(sql`NOT (${join(finite, ' AND ')})`, ...condition)}`
    return sql`CASE WHEN ${notFinite} > 0 THEN CAST('nan' AS DOUBLE) ELSE ${root ? sql`sqrt(${value})` : value} END`
  }

const spreads = (
  names: readonly string[],
  conditional: readonly string[],
  database: Sql,
  columns: 1 | 2,
  root = false,
): AggregateRow[] => {
  const subjects = columns === 1 ? (['real'] as const) : (['real', 'real'] as const)
  const options = {
    refuses: numbers(columns),
    ...(columns === 2 && { unsettled: { 0: ['null'], 1: ['null'] } as const }),
  }
  const plain = aggregate(names, subjects, spread(database, columns, root), ['10.13'], options)
  if (conditional.length === 0) return [plain]
  return [plain, aggregate(conditional, [...subjects, 'bool'], spread(database, columns, root), ['10.13'], options)]
}

/** The spread of times and decimals is not documented. */
const numbers =
  (columns: number) =>
  (args: readonly Expression[]): ArgumentRefusal | undefined => {
    const other = args.slice(0, columns).find(({ type }) => ['decimal', 'datetime', 'timespan'].includes(type))
    return other && because('undocumented-types', other.type)
  }

/** A percentage as a fraction, without the spurious digits of a division by 100. */
const fraction = (percent: Cell): number => Number((Number(percent) / 100).toPrecision(12))

/** How percentiles rank NaN and infinities is not documented. */
const ranked = ({ sql: value, type }: Operand): Sql =>
  type === 'real' ? sql`CASE WHEN NOT isfinite(${value}) THEN ${refusal('percentile-nan')} ELSE ${value} END` : value

/** Nearest rank without interpolation, so the result has the type of the values (semantics 10.12). */
const nearest = (subject: Operand, percent: Cell): Sql =>
  sql`quantile_disc(${ranked(subject)}, ${real(fraction(percent))})`

/** The first value whose cumulative weight reaches its share of the total (semantics 10.12). */
function weighted(subject: Operand, weight: Operand, percent: Cell): Sql {
  const known = both(sql`${subject.sql} IS NOT NULL`, sql`${weight.sql} > 0`)
  const weights = sql`array_to_string(list(${weight.sql} ORDER BY ${ranked(subject)})${known}, ',')`
  const rank = call(weightedRankUdfs.weighted_rank, [weights, real(fraction(percent))])
  return sql`list(${subject.sql} ORDER BY ${ranked(subject)})${known}[${rank}]`
}

/** The percentages of `percentiles_array(x, 5, 95)` or `(x, dynamic([5, 95]))`. */
const percentages = (operands: readonly Operand[]): readonly Cell[] =>
  operands.flatMap(({ constant, type }) =>
    type === 'dynamic' ? (JSON.parse(String(constant)) as number[]) : [constant ?? null],
  )

/** One array of several percentiles; null if there are no values. */
function array(subject: Operand, values: readonly Sql[]): Sql {
  const texts = values.map(one => sql`coalesce(${convert({ sql: one, type: subject.type }, 'dynamic').sql}, 'null')`)
  const items = texts.reduce((all, one) => sql`${all} || ',' || ${one}`)
  return sql`CASE WHEN count(${subject.sql}) > 0 THEN '[' || ${items} || ']' END`
}

const ordered: ReadonlySet<string> = new Set(['int', 'long', 'real', 'datetime', 'timespan'])

/**
 * Percentages must be literals: the database needs them before it sees a row. The digits of reals in an array of percentiles
 * are not settled.
 */
const constant =
  (from: number, isArray = false) =>
  (args: readonly Expression[]): ArgumentRefusal | undefined => {
    const [subject] = args
    if (subject && (!ordered.has(subject.type) || (isArray && subject.type === 'real')))
      return because('undocumented-types', subject.type)
    const numbers = args.slice(from).flatMap(arg => {
      const value = constantOf(arg)
      if (arg.type !== 'dynamic' || typeof value !== 'string') return [value]
      const read: unknown = JSON.parse(value)
      return Array.isArray(read) ? read.map(item => (typeof item === 'number' ? item : undefined)) : [undefined]
    })
    const written = numbers.every(isPercentage)
    return written && numbers.length > 0 ? undefined : because('constant-percentages')
  }

const isPercentage = (value: Cell | undefined): boolean =>
  value !== undefined && value !== null && typeof value !== 'boolean' && Number(value) >= 0 && Number(value) <= 100

/** A value is repeated as often as its weight says. */
const weights = { 1: ['null', 'negative'] } as const

/** Aggregates that describe the distribution of a column. */
export const statisticAggregates: readonly AggregateRow[] = [
  ...spreads(['stdev'], ['stdevif'], sql`var_samp`, 1, true),
  ...spreads(['stdevp'], [], sql`var_pop`, 1, true),
  ...spreads(['variance'], ['varianceif'], sql`var_samp`, 1),
  ...spreads(['variancep'], ['variancepif'], sql`var_pop`, 1),
  ...spreads(['covariance'], ['covarianceif'], sql`covar_samp`, 2),
  ...spreads(['covariancep'], ['covariancepif'], sql`covar_pop`, 2),
  aggregate(
    ['percentile', 'percentiles'],
    ['any'],
    ([subject, percent]) => nearest(subject!, percent!.constant!),
    ['10.12'],
    { refuses: constant(1) },
  ),
  aggregate(
    ['percentilew', 'percentilesw'],
    ['any', 'long', 'any'],
    ([subject, weight, percent]) => weighted(subject!, weight!, percent!.constant!),
    ['10.12'],
    { refuses: constant(2), unsettled: weights },
  ),
  aggregate(
    'percentiles_array',
    ['any'],
    ([subject, ...percents]) =>
      array(
        subject!,
        percentages(percents).map(percent => nearest(subject!, percent)),
      ),
    ['10.12'],
    { refuses: constant(1, true) },
  ),
  aggregate(
    'percentilesw_array',
    ['any', 'long', 'any'],
    ([subject, weight, ...percents]) =>
      array(
        subject!,
        percentages(percents).map(percent => weighted(subject!, weight!, percent)),
      ),
    ['10.12'],
    { refuses: constant(2, true), unsettled: weights },
  ),
]
