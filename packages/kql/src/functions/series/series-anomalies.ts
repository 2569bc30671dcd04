import { lookUp } from '@tripline/diagnostics'
import { type Json, jsonCell, Real } from '../../values/json.ts'
import { refusedValue, shownValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'
import { type Decomposing, type Decomposition, decomposed } from './decompose.ts'
import { outlierScores, outlierTests } from './outliers.ts'
import { numbersOf } from './series-numbers.ts'

const reals = (values: readonly number[]): Json => values.map(value => new Real(value))

/** series_periods_detect finds periods of at least 4 points and at most half of the series (its page). */
const shortestDetected = 4
const mayHavePeriod = (points: readonly number[]): boolean => points.length >= 2 * shortestDetected

const isConstant = (points: readonly number[]): boolean => points.every(point => point === points[0])

/** The given period, or 0 for none. Which period the service detects in a longer series is not documented. */
function periodOf(points: readonly number[], seasonality: bigint, call: string): number {
  if (seasonality === -1n && mayHavePeriod(points)) throw refusedValue('detected-period', call)
  if (seasonality < -1n) throw refusedValue('unsettled-call', `${call} with the seasonality ${seasonality}`)
  return Math.max(0, Number(seasonality))
}

function trendOf(trend: string, call: string): Decomposing['trend'] {
  if (trend === 'avg' || trend === 'linefit' || trend === 'none') return trend
  throw refusedValue('unsettled-call', `${call} with the trend ${shownValue(trend)}`)
}

/** The points to exclude; something must be left, and every phase of the period must be learnt. */
function testPointsOf(points: readonly number[], count: bigint, period: number, call: string): number {
  const learnt = points.length - Number(count)
  if (count < 0n || learnt < 1 || (count > 0n && learnt < period))
    throw refusedValue('unsettled-call', `${call} with ${count} test points`)
  return Number(count)
}

const namesOf = ({ baseline, seasonal, trend, residual }: Decomposition): Json =>
  new Map([
    ['baseline', reals(baseline)],
    ['seasonal', reals(seasonal)],
    ['trend', reals(trend)],
    ['residual', reals(residual)],
  ])

function scoresOf(points: readonly number[], series: readonly number[], kind: string, call: string): readonly number[] {
  const test = lookUp(outlierTests, kind)
  if (!test) throw refusedValue('unsettled-call', `${call} with the method ${shownValue(kind)}`)
  const scale = series.reduce((most, point) => Math.max(most, Math.abs(point)), 0)
  const scores = outlierScores(points, test, scale)
  if (!scores) throw refusedValue('no-spread', call, test.low, test.high)
  return scores
}

/** Decomposition and outliers of series (semantics 14.2). Functions of several columns return a bag with one key for each. */
export const seriesAnomalyUdfs = named({
  series_decompose_bag: defineUdf({
    parameters: ['dynamic', 'long', 'string', 'long', 'real'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null, seasonality: bigint | null, trend: string, testPoints: bigint | null) => {
      const call = 'series_decompose()'
      if (seasonality === null || testPoints === null) throw refusedValue('unsettled-call', `${call} with a null`)
      const points = numbersOf(cell, call)
      const period = periodOf(points, seasonality, call)
      const excluded = testPointsOf(points, testPoints, period, call)
      return jsonCell(namesOf(decomposed(points, { period, trend: trendOf(trend, call), testPoints: excluded })))
    },
  }),
  series_decompose_anomalies_bag: defineUdf({
    parameters: ['dynamic', 'real', 'long', 'string', 'long', 'string', 'real'],
    result: 'dynamic',
    nulls: 'receive',
    call: (
      cell: string | null,
      threshold: number | null,
      seasonality: bigint | null,
      trend: string,
      testPoints: bigint | null,
      method: string,
    ) => {
      const call = 'series_decompose_anomalies()'
      if (seasonality === null || threshold === null || !(threshold >= 0))
        throw refusedValue('unsettled-call', `${call} with a null or a negative threshold`)
      const points = numbersOf(cell, call)
      if (testPoints !== 0n) throw refusedValue('unsettled-call', `${call} with test points`)
      const way = trendOf(trend, call)
      // Whatever its period is, the baseline of a series that does not vary is that series.
      const period =
        isConstant(points) && way !== 'none' && seasonality === -1n ? 0 : periodOf(points, seasonality, call)
      const { baseline, residual } = decomposed(points, { period, trend: way, testPoints: 0 })
      const scores = scoresOf(residual, points, method, call)
      const flags = scores.map(score => (score > threshold ? 1 : score < -threshold ? -1 : 0))
      return jsonCell(
        new Map<string, Json>([
          ['ad_flag', flags],
          ['ad_score', reals(scores)],
          ['baseline', reals(baseline)],
        ]),
      )
    },
  }),
  series_outliers: defineUdf({
    parameters: ['dynamic', 'string', 'real', 'real', 'real'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null, kind: string, ignored: number | null, low: number | null, high: number | null) => {
      const call = 'series_outliers()'
      const points = numbersOf(cell, call)
      if (low !== 10 || high !== 90) throw refusedValue('unsettled-call', `${call} with percentiles of its own`)
      if (ignored !== null && points.includes(ignored))
        throw refusedValue('unsettled-call', `${call} with a value to ignore`)
      return jsonCell(reals(scoresOf(points, points, kind, call)))
    },
  }),
})
