import { jsonCell, Real } from '../../values/json.ts'
import { cellArray } from '../../values/json-container.ts'
import { defineUdf, named } from '../../values/udf.ts'
import { seasonal } from './seasonal.ts'
import { numbersOf } from './series-stats.ts'

const reals = (values: readonly number[]): string | null => jsonCell(values.map(value => new Real(value)))

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

/** An infinite impulse response filter by its recursive formula (series_iir's page); null if it would divide by zero. */
function iir(series: readonly number[], b: readonly number[], a: readonly number[]): number[] | null {
  const first = a[0]
  if (!first) return null
  const result: number[] = []
  for (let at = 0; at < series.length; at++) {
    let sum = 0
    b.forEach((weight, back) => {
      sum += weight * (series[at - back] ?? 0)
    })
    for (let back = 1; back < a.length; back++) sum -= a[back]! * (result[at - back] ?? 0)
    result.push(sum / first)
  }
  return result
}

/** Filters of a series (semantics 14.4). If an element is not a number, the result is null. */
export const seriesFilterUdfs = named({
  series_fir: defineUdf({
    parameters: ['dynamic', 'dynamic', 'bool', 'bool'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null, weights: string | null, normalize: boolean | null, center: boolean | null) => {
      const [series, filter] = [numbersOf(cellArray(cell)), numbersOf(cellArray(weights))]
      if (series === undefined || filter === undefined) return null
      // Which of the two middle points of an even filter is its centre is not documented.
      if (center && filter.length % 2 === 0) return null
      const ahead = center ? (filter.length - 1) / 2 : 0
      const values = fir(series, filter, normalize ?? filter.every(weight => weight >= 0), ahead)
      return values === null ? null : reals(values)
    },
  }),
  series_iir: defineUdf({
    parameters: ['dynamic', 'dynamic', 'dynamic'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (cell: string, numerators: string, denominators: string) => {
      const [series, b, a] = [cell, numerators, denominators].map(text => numbersOf(cellArray(text)))
      const values = series && b && a ? iir(series, b, a) : null
      return values === null ? null : reals(values)
    },
  }),
  series_seasonal: defineUdf({
    // Only with an explicit period; how Kusto detects one is not documented.
    parameters: ['dynamic', 'long'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (cell: string, period: bigint) => {
      const series = numbersOf(cellArray(cell))
      return series === undefined || period < 1n ? null : reals(seasonal(series, Number(period)))
    },
  }),
})
