import { type Bag, type Json, jsonCell, Real } from '../../values/json.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'
import { mean, total } from './moments.ts'
import { finite, numbersOf } from './series-numbers.ts'
import { type StraightLine, straightLine } from './straight-line.ts'

/** The two lines that fit a series best, and what they explain together. */
interface TwoLines {
  readonly left: StraightLine
  readonly right: StraightLine
  readonly share: number
  readonly variance: number
  readonly residual: number
}

const call = 'series_fit_2lines()'

/** Differences below this share of the whole are rounding: both splits fit equally well. */
const rounding = 1e-9

/**
 * The series split in two at every position, with a line fitted to each part; the split that explains most (series_fit_2lines's
 * page). Refused where it is not the only one, and where a part of it is a single point, through which there is no one line.
 */
function twoLines(values: readonly number[]): TwoLines {
  if (values.length < 4) throw refusedValue('unsettled-call', `${call} of fewer than four points`)
  const middle = mean(values)
  const around = values.map(value => value - middle)
  const whole = finite(total(around.map(value => value * value)), call)
  const [before, after] = [unexplained(around), unexplained(around.toReversed()).toReversed()]
  const splits = values.slice(1).map((_, index) => ({ at: index + 1, rest: before[index]! + after[index + 1]! }))
  const best = splits.reduce((least, split) => (split.rest < least.rest ? split : least))
  if (splits.some(split => split !== best && split.rest - best.rest <= rounding * whole))
    throw refusedValue('equal-splits', call)
  if (best.at === 1 || best.at === values.length - 1) throw refusedValue('unsettled-call', `${call} split at one point`)
  const [left, right] = [straightLine(values.slice(0, best.at)), straightLine(values.slice(best.at))]
  const fit = [...left.fit, ...right.fit]
  const residual = total(values.map((value, index) => (value - fit[index]!) ** 2)) / (values.length - 1)
  const variance = whole / (values.length - 1)
  return { left, right, share: 1 - residual / variance, variance, residual }
}

/** For each position, the sum of squares that a line leaves of the values up to it. */
function unexplained(values: readonly number[]): number[] {
  let [sum, squares, weighted] = [0, 0, 0]
  return values.map((value, index) => {
    const n = index + 1
    sum += value
    squares += value * value
    weighted += n * value
    const across = weighted - ((n + 1) / 2) * sum
    const left = squares - (sum * sum) / n - (n === 1 ? 0 : (across * across * 12) / (n * (n * n - 1)))
    return Math.max(left, 0)
  })
}

const side = (name: string, line: StraightLine): [string, Json][] => {
  if (line.variance === 0) throw refusedValue('unsettled-call', `${call} where the points of one side are equal`)
  return [
    [`${name}_rsquare`, new Real(line.share)],
    [`${name}_slope`, new Real(line.slope)],
    [`${name}_variance`, new Real(line.variance)],
    [`${name}_rvariance`, new Real(line.residual)],
  ]
}

const ofSeries = (bag: (lines: TwoLines) => Bag) =>
  defineUdf({
    parameters: ['dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null) => jsonCell(bag(twoLines(numbersOf(cell, call)))),
  })

/** What is known of the two lines: of both together, and of each (semantics 14.6). */
export const twoLinesUdfs = named({
  two_lines: ofSeries(
    ({ share, variance, residual, left, right }) =>
      new Map<string, Json>([
        ['rsquare', new Real(share)],
        ['variance', new Real(variance)],
        ['rvariance', new Real(residual)],
        ['line_fit', [...left.fit, ...right.fit].map(value => new Real(value))],
      ]),
  ),
  two_lines_sides: ofSeries(
    ({ left, right }) =>
      new Map<string, Json>([
        ...side('right', right),
        ...side('left', left),
        ['left_interception', new Real(left.interception)],
      ]),
  ),
})
