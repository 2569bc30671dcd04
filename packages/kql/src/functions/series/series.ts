import { constantOf, type Expression } from '../../plan/expression.ts'
import { type ArgumentRefusal, because } from '../../refusals/refusal-text.ts'
import { call, carrier, refusal, sql } from '../../sql/sql.ts'
import type { Udf } from '../../values/udf.ts'
import { arraySortUdfs } from '../dynamic/array-sort.ts'
import { type Family, type FunctionRow, scalar, udf } from '../row.ts'
import { fourierUdfs } from './fourier.ts'
import { seriesAnomalyUdfs } from './series-anomalies.ts'
import { seriesBinUdfs } from './series-bins.ts'
import { seriesElementUdfs } from './series-elements.ts'
import { seriesFillUdfs } from './series-fill.ts'
import { seriesFilterUdfs } from './series-filter.ts'
import { seriesStatsUdfs } from './series-stats.ts'
import { twoLinesUdfs } from './two-lines.ts'

const each = (udfs: Readonly<Record<string, Udf>>, rules: readonly string[]): FunctionRow[] =>
  Object.values(udfs).map(one => udf(one, rules))

/** Which of the two middle points of an even filter is its centre is not documented. */
function centre([, filter, , center]: readonly Expression[]): ArgumentRefusal | undefined {
  if (center === undefined || constantOf(center) === false) return undefined
  const weights = constantOf(filter)
  const read: unknown = typeof weights === 'string' ? JSON.parse(weights) : undefined
  return Array.isArray(read) && read.length % 2 === 1 ? undefined : because('centred-filter')
}

/** `no_answer("f()")` stands for a value of f and ends the query if a row evaluates it; over no rows the query runs. */
const noAnswer = scalar(
  'no_answer',
  ['string'],
  ([name], site) => sql`CAST(${refusal('undocumented-function', String(name!.constant))} AS ${carrier[site.type]})`,
  ['14.2'],
)

const undocumented = (name: string): FunctionRow =>
  scalar(
    name,
    ['any'],
    (_, site) => sql`CAST(${refusal('undocumented-function', `${name}()`)} AS ${carrier[site.type]})`,
    ['14.2'],
  )

/** Magnitudes that no vector has, and zero, by which nothing can be divided. */
const notPositive = ['null', 'zero', 'negative', 'nan', 'infinite'] as const

const filling: readonly FunctionRow[] = [
  udf(seriesFillUdfs.series_fill_forward, ['14.4']),
  udf(seriesFillUdfs.series_fill_backward, ['14.4']),
  udf(seriesFillUdfs.series_fill_const, ['14.4'], { unsettled: { 1: ['null'] } }),
  udf(seriesFillUdfs.series_fill_linear, ['14.4'], { defaults: [null, true, '0.0'], unsettled: { 2: ['null'] } }),
]

/** Functions of numeric arrays. */
export const seriesFunctions: Family = {
  udfs: [
    fourierUdfs,
    seriesAnomalyUdfs,
    seriesBinUdfs,
    seriesElementUdfs,
    seriesFillUdfs,
    seriesFilterUdfs,
    seriesStatsUdfs,
    twoLinesUdfs,
  ],
  rows: [
    ...each(seriesElementUdfs, ['14.4']),
    ...filling,
    udf(seriesStatsUdfs.series_sum, ['14.4']),
    udf(seriesStatsUdfs.series_product, ['14.4']),
    udf(seriesStatsUdfs.series_magnitude, ['14.4']),
    udf(seriesStatsUdfs.series_dot_product, ['14.4']),
    udf(seriesStatsUdfs.series_cosine_similarity, ['14.4'], { unsettled: { 2: notPositive, 3: notPositive } }),
    udf(seriesStatsUdfs.series_pearson_correlation, ['14.4']),
    udf(seriesStatsUdfs.series_stats_dynamic, ['14.3'], { unsettled: { 1: ['null'] } }),
    udf(seriesStatsUdfs.series_fit_line_dynamic, ['14.3']),
    udf(seriesFilterUdfs.series_iir, ['14.4']),
    udf(seriesFilterUdfs.series_fir, ['14.4'], { refuses: centre, unsettled: { 2: ['null'], 3: ['null'] } }),
    scalar(
      'series_seasonal',
      ['dynamic', 'long'],
      ([series, period, testPoints]) =>
        period && !testPoints
          ? call(seriesFilterUdfs.series_seasonal, [series!.sql, period.sql])
          : refusal('undocumented-function', `series_seasonal() ${period ? 'with test points' : 'without a period'}`),
      ['14.2'],
    ),
    udf(arraySortUdfs.array_sort_asc, ['8.14'], { names: 'sorted_arrays_asc' }),
    udf(arraySortUdfs.array_sort_desc, ['8.14'], { names: 'sorted_arrays_desc' }),
    noAnswer,
    udf(seriesAnomalyUdfs.series_decompose_bag, ['14.2'], { defaults: [-1n, 'avg', 0n, 0.6] }),
    udf(seriesAnomalyUdfs.series_decompose_anomalies_bag, ['14.2'], { defaults: [1.5, -1n, 'avg', 0n, 'ctukey', 0.6] }),
    udf(seriesAnomalyUdfs.series_outliers, ['14.2'], { defaults: ['ctukey', null, 10, 90] }),
    undocumented('series_fit_2lines_dynamic'),
    ...each(fourierUdfs, ['14.5']),
    ...each(twoLinesUdfs, ['14.6']),
  ],
}
