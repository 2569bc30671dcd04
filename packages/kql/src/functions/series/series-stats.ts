import { numberOf } from '../../values/dynamic-value.ts'
import { type Bag, cellJson, type Json, jsonCell, Real, writeJson } from '../../values/json.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'
import { mean, total, variance } from './moments.ts'
import { elementNumber, finite, numbersOf, seriesOf } from './series-numbers.ts'
import { straightLine } from './straight-line.ts'

const statistics = ['min', 'min_idx', 'max', 'max_idx', 'avg', 'stdev', 'variance', 'sum', 'len'] as const

/**
 * The statistics of the finite numbers of a series. Any other element makes all of them null, unless it is to be ignored, and
 * so does a series without numbers. Positions count all elements.
 */
function stats(series: readonly Json[], ignoreOthers: boolean): Bag {
  const nothing: Bag = new Map(statistics.map(name => [name, null]))
  const all = series.map(numberOf)
  const values = all.filter(value => value !== null && Number.isFinite(value)) as number[]
  if (all.length === 0) throw refusedValue('no-numbers', 'series_stats()')
  if (values.length === 0 || (values.length < all.length && !ignoreOthers)) return nothing
  const [low, high] = [values.reduce((x, y) => Math.min(x, y)), values.reduce((x, y) => Math.max(x, y))]
  const sum = total(values)
  const spread = variance(values)
  return new Map<string, Json>([
    ['min', new Real(low)],
    ['min_idx', all.indexOf(low)],
    ['max', new Real(high)],
    ['max_idx', all.indexOf(high)],
    ['avg', new Real(sum / values.length)],
    ['stdev', new Real(Math.sqrt(spread))],
    ['variance', new Real(spread)],
    ['sum', new Real(sum)],
    ['len', values.length],
  ])
}

function lineBag(values: readonly number[]): Bag {
  const { share, slope, variance, residual, interception, fit } = straightLine(values)
  return new Map<string, Json>([
    ['rsquare', new Real(share)],
    ['slope', new Real(slope)],
    ['variance', new Real(variance)],
    ['rvariance', new Real(residual)],
    ['interception', new Real(interception)],
    ['line_fit', fit.map(value => new Real(value))],
  ])
}

/**
 * Pairs of numbers at the same positions of both series; other elements are ignored (series_dot_product's page). One side may be
 * a factor for all elements of the other.
 */
function pairs(
  call: string,
  cells: readonly (string | null)[],
  isFactor = (side: Json): boolean => numberOf(side) !== null,
): (readonly [number, number])[] | null {
  const sides = cells.map(cellJson)
  const lengths = sides.flatMap(side => (Array.isArray(side) ? [side.length] : []))
  if (lengths.length === 0 || sides.some(side => !Array.isArray(side) && !isFactor(side)))
    throw refusedValue('not-a-series', call)
  const length = Math.min(...lengths)
  if (length === 0) return null
  const at = (side: Json, index: number): number | null => elementNumber(Array.isArray(side) ? side[index] : side, call)
  const found = Array.from({ length }, (_, index) => [at(sides[0]!, index), at(sides[1]!, index)] as const).filter(
    (pair): pair is readonly [number, number] => pair[0] !== null && pair[1] !== null,
  )
  if (found.length === 0) throw refusedValue('no-numbers', call)
  return found
}

const dot = (both: readonly (readonly [number, number])[]): number => total(both.map(([x, y]) => x * y))

const magnitude = (values: readonly number[]): number => Math.sqrt(total(values.map(value => value * value)))

function correlation(left: readonly number[], right: readonly number[]): number {
  const [meanX, meanY] = [mean(left), mean(right)]
  const [x, y] = [left.map(value => value - meanX), right.map(value => value - meanY)]
  return total(x.map((value, index) => value * y[index]!)) / (magnitude(x) * magnitude(y))
}

const ofNumbers = (call: string, act: (values: readonly number[]) => number) =>
  defineUdf({
    parameters: ['dynamic'],
    result: 'real',
    nulls: 'receive',
    call: (cell: string | null) => finite(act(numbersOf(cell, call)), call),
  })

/** Statistics of a series (semantics 14.3). Functions of several columns return a bag with one key for each. */
export const seriesStatsUdfs = named({
  series_sum: ofNumbers('series_sum()', total),
  series_product: ofNumbers('series_product()', values => values.reduce((product, value) => product * value, 1)),
  series_magnitude: ofNumbers('series_magnitude()', magnitude),
  series_stats_dynamic: defineUdf({
    parameters: ['dynamic', 'bool'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null, ignoreOthers: boolean | null) =>
      writeJson(stats(seriesOf(cell, 'series_stats()'), ignoreOthers ?? false)),
  }),
  series_fit_line_dynamic: defineUdf({
    parameters: ['dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null) => {
      const call = 'series_fit_line()'
      const values = numbersOf(cell, call)
      // The line of one point, and the share that it explains of points that do not vary.
      if (values.every(value => value === values[0])) throw refusedValue('unsettled-call', `${call} of equal points`)
      return jsonCell(lineBag(values))
    },
  }),
  series_dot_product: defineUdf({
    parameters: ['dynamic', 'dynamic'],
    result: 'real',
    nulls: 'receive',
    call: (...cells: readonly (string | null)[]) => {
      const call = 'series_dot_product()'
      const both = pairs(call, cells)
      return both === null ? null : finite(dot(both), call)
    },
  }),
  series_cosine_similarity: defineUdf({
    parameters: ['dynamic', 'dynamic', 'real', 'real'],
    result: 'real',
    nulls: 'receive',
    call: (left: string | null, right: string | null, leftSize: number | null, rightSize: number | null) => {
      const call = 'series_cosine_similarity()'
      const both = pairs(call, [left, right], () => false)
      if (both === null) return null
      const sizes = [leftSize ?? magnitude(both.map(([x]) => x)), rightSize ?? magnitude(both.map(([, y]) => y))]
      return finite(dot(both) / (sizes[0]! * sizes[1]!), call)
    },
  }),
  series_pearson_correlation: defineUdf({
    parameters: ['dynamic', 'dynamic'],
    result: 'real',
    nulls: 'receive',
    call: (left: string | null, right: string | null) => {
      const call = 'series_pearson_correlation()'
      const [x, y] = [left, right].map(cell => seriesOf(cell, call).map(element => elementNumber(element, call)))
      if (x!.length === 0 || y!.length === 0) throw refusedValue('no-numbers', call)
      if (x!.length !== y!.length || x!.includes(null) || y!.includes(null)) return null
      return finite(correlation(x as number[], y as number[]), call)
    },
  }),
})
