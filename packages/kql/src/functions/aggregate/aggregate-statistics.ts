import { constantOf, type Expression } from '../../plan/expression.ts'
import { type ArgumentRefusal, because } from '../../refusals/refusal-text.ts'
import { call, join, real, refusal, type Sql, sql } from '../../sql/sql.ts'
import type { Cell } from '../../world/dataset.ts'
import { convert } from '../conversion/convert.ts'
import { type AggregateRow, aggregate, type Operand } from '../row.ts'
import { weightedRankUdfs } from './weighted-rank.ts'

const both = (...conditions: readonly Sql[]): Sql => sql` FILTER (WHERE ${join(conditions, ' AND ')})`

/**
 * A measure of spread of the finite numbers, rounded to 10 decimals; 0 if there are too few, NaN if any number is not finite.
 * The root is taken of the rounded value (semantics 10.13).
 */
const spread =
  (database: Sql, columns: 1 | 2, root: boolean) =>
  (operands: readonly Operand[]): Sql => {
    const subjects = operands.slice(0, columns).map(operand => operand.sql)
    const condition = operands[columns] ? [operands[columns].sql] : []
    const finite = subjects.map(subject => sql`isfinite(${subject})`)
    const value = sql`coalesce(round(${database}(${join(subjects)})${both(...finite, ...condition)}, 10), 0)`
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
  const plain = aggregate(names, subjects, spread(database, columns, root), ['10.13'])
  if (conditional.length === 0) return [plain]
  return [plain, aggregate(conditional, [...subjects, 'bool'], spread(database, columns, root), ['10.13'])]
}

/** A percentage as a fraction, without the spurious digits of a division by 100. */
const fraction = (percent: Cell): number => Number((Number(percent) / 100).toPrecision(12))

/** How percentiles rank NaN is not documented. */
const ranked = ({ sql: value, type, constant }: Operand): Sql => {
  if (type === 'real') return sql`CASE WHEN isnan(${value}) THEN ${refusal('percentile-nan')} ELSE ${value} END`
  // The database does not order by a text as such.
  return type === 'string' && constant !== undefined ? sql`concat(${value})` : value
}

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

const orEmpty = (subject: Operand, found: Sql): Sql => (subject.type === 'string' ? sql`coalesce(${found}, '')` : found)

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

/** Percentages must be literals: the database needs them before it sees a row. */
const constant =
  (from: number) =>
  (args: readonly Expression[]): ArgumentRefusal | undefined => {
    if (args[0]?.type === 'dynamic' || args[0]?.type === 'bool') return because('undocumented-types', args[0].type)
    const numbers = args.slice(from).flatMap(arg => {
      const value = constantOf(arg)
      if (arg.type !== 'dynamic' || typeof value !== 'string') return [value]
      const read: unknown = JSON.parse(value)
      return Array.isArray(read) ? (read as Cell[]) : [undefined]
    })
    const written = numbers.every(
      value => value !== undefined && value !== null && Number(value) >= 0 && Number(value) <= 100,
    )
    return written && numbers.length > 0 ? undefined : because('constant-percentages')
  }

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
    ([subject, percent]) => orEmpty(subject!, nearest(subject!, percent!.constant!)),
    ['10.12'],
    { refuses: constant(1) },
  ),
  aggregate(
    ['percentilew', 'percentilesw'],
    ['any', 'long', 'any'],
    ([subject, weight, percent]) => orEmpty(subject!, weighted(subject!, weight!, percent!.constant!)),
    ['10.12'],
    { refuses: constant(2) },
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
    { refuses: constant(1) },
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
    { refuses: constant(2) },
  ),
]
