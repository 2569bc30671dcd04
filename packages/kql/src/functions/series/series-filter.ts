import { jsonCell, Real } from '../../values/json.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'
import { seasonal } from './seasonal.ts'
import { finite, numbersOf } from './series-numbers.ts'

const reals = (values: readonly number[], call: string): string | null =>
  jsonCell(values.map(value => new Real(finite(value, call))))

/**
 * A finite impulse response filter: each point is the weighted sum of the points before it. Points outside the series count as
 * 0. A filter with negative coefficients cannot be normalised (series_fir's page).
 */
function fir(series: readonly number[], filter: readonly number[], normalize: boolean, ahead: number): number[] | null {
  if (normalize && filter.some(weight => weight < 0)) return null
  const scale = normalize ? filter.reduce((sum, weight) => sum + weight, 0) : 1
  return series.map((_, at) => {
    let sum = 0
    filter.forEach((weight, back) => {
      sum += weight * (series[at + ahead - back] ?? 0)
    })
    return sum / scale
  })
}

/** An infinite impulse response filter by its recursive formula (series_iir's page). */
function iir(series: readonly number[], b: readonly number[], a: readonly number[]): number[] {
  const [first] = a
  const result: number[] = []
  for (let at = 0; at < series.length; at++) {
    let sum = 0
    b.forEach((weight, back) => {
      sum += weight * (series[at - back] ?? 0)
    })
    for (let back = 1; back < a.length; back++) sum -= a[back]! * (result[at - back] ?? 0)
    result.push(sum / first!)
  }
  return result
}

/** Filters of a series (semantics 14.4). */
export const seriesFilterUdfs = named({
  series_fir: defineUdf({
    parameters: ['dynamic', 'dynamic', 'bool', 'bool'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null, weights: string | null, normalize: boolean | null, center: boolean | null) => {
      const call = 'series_fir()'
      const [series, filter] = [numbersOf(cell, call), numbersOf(weights, call)]
      // Which of the two middle points of an even filter is its centre is not documented.
      if (center && filter.length % 2 === 0) throw refusedValue('unsettled-call', `${call} around the centre of two`)
      const ahead = center ? (filter.length - 1) / 2 : 0
      const values = fir(series, filter, normalize ?? filter.every(weight => weight >= 0), ahead)
      return values === null ? null : reals(values, call)
    },
  }),
  series_iir: defineUdf({
    parameters: ['dynamic', 'dynamic', 'dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (...cells: readonly (string | null)[]) => {
      const call = 'series_iir()'
      const [series, b, a] = cells.map(cell => numbersOf(cell, call))
      return reals(iir(series!, b!, a!), call)
    },
  }),
  series_seasonal: defineUdf({
    // Only with an explicit period; how Kusto detects one is not documented.
    parameters: ['dynamic', 'long'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null, period: bigint | null) => {
      const call = 'series_seasonal()'
      const series = numbersOf(cell, call)
      if (period === null || period < 1n || period > series.length)
        throw refusedValue('unsettled-call', `${call} with the period ${period}`)
      return reals(seasonal(series, Number(period)), call)
    },
  }),
})
