import { mean, total, variance } from './moments.ts'

/** A least-squares line; `share` is what it explains of the variance, NaN of points that do not vary. */
export interface StraightLine {
  readonly share: number
  readonly slope: number
  readonly variance: number
  /** The variance of the distances from the line. */
  readonly residual: number
  readonly interception: number
  /** The line at each position. */
  readonly fit: readonly number[]
}

/**
 * The line through two or more points at the positions 1, 2, … (series_fit_line's page: its first fitted value is interception
 * + slope). Variances are sample variances.
 */
export function straightLine(values: readonly number[]): StraightLine {
  const n = values.length
  const [meanX, meanY] = [(n + 1) / 2, mean(values)]
  const slope =
    total(values.map((y, index) => (index + 1 - meanX) * (y - meanY))) /
    total(values.map((_, index) => (index + 1 - meanX) ** 2))
  const interception = meanY - slope * meanX
  const fit = values.map((_, index) => interception + slope * (index + 1))
  const spread = variance(values)
  const residual = total(values.map((y, index) => (y - fit[index]!) ** 2)) / (n - 1)
  return { share: 1 - residual / spread, slope, variance: spread, residual, interception, fit }
}
