/**
 * Tukey's test of each point: by how many widths of the range between two percentiles it lies beyond them, times a factor that
 * makes scores comparable. The factor of 10 % to 90 % is the one that the service's published scores contain.
 */
export interface OutlierTest {
  readonly low: number
  readonly high: number
  readonly factor: number
}

export const outlierTests: Readonly<Record<string, OutlierTest>> = {
  tukey: { low: 25, high: 75, factor: 1 },
  ctukey: { low: 10, high: 90, factor: 2.772605605507915 },
}

/** Percentile by linear interpolation between the two points around it. */
function percentile(sorted: readonly number[], percent: number): number {
  const rank = ((sorted.length - 1) * percent) / 100
  const below = Math.floor(rank)
  const [from, to] = [sorted[below]!, sorted[Math.ceil(rank)]!]
  return from + (rank - below) * (to - from)
}

/** Spreads below this share of the largest value are taken for rounding. */
const rounding = 1e-12

/**
 * The score of each point, negative below the range and 0 within it; undefined if the range is too narrow to measure anything
 * by. `scale` is the largest absolute value of the series that the points were computed from.
 */
export function outlierScores(
  points: readonly number[],
  { low, high, factor }: OutlierTest,
  scale: number,
): readonly number[] | undefined {
  const sorted = points.toSorted((x, y) => x - y)
  if (sorted[0] === sorted.at(-1)) return points.map(() => 0)
  const [from, to] = [percentile(sorted, low), percentile(sorted, high)]
  if (to - from <= rounding * scale) return undefined
  return points.map(point => {
    const beyond = point > to ? point - to : point < from ? point - from : 0
    return (beyond / (to - from)) * factor
  })
}
