import { expect, test } from 'vitest'
import { twoLinesUdfs } from '../../../src/functions/series/two-lines.ts'

const fitted = twoLinesUdfs.two_lines.call as (series: string) => string

/** The squares that a least-squares line leaves, from the textbook's normal equations. */
function left(values: readonly number[]): number {
  const n = values.length
  if (n < 3) return 0
  const sum = (of: (y: number, x: number) => number) => values.reduce((all, y, x) => all + of(y, x), 0)
  const slope =
    (n * sum((y, x) => x * y) - sum((_, x) => x) * sum(y => y)) / (n * sum((_, x) => x * x) - sum((_, x) => x) ** 2)
  const start = (sum(y => y) - slope * sum((_, x) => x)) / n
  return sum((y, x) => (y - start - slope * x) ** 2)
}

// series_fit_2lines's page: a line is fitted to both parts of every split, and the best split has the greatest r-square.
test('the split leaves less than any other', () => {
  for (let bend = 4; bend < 14; bend++) {
    const noise = (x: number) => ((x * 7919 + bend * 104729) % 101) / 101
    const values = Array.from({ length: 18 }, (_, x) => (x < bend ? x : 3 * bend - 2 * x) + noise(x))
    const splits = values.slice(1).map((_, index) => left(values.slice(0, index + 1)) + left(values.slice(index + 1)))
    const { rvariance, rsquare, variance } = JSON.parse(fitted(JSON.stringify(values)))
    expect(rvariance).toBeCloseTo(Math.min(...splits) / (values.length - 1), 9)
    expect(rsquare).toBeCloseTo(1 - rvariance / variance, 9)
  }
})
