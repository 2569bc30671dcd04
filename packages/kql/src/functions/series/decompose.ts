import { seasonal } from './seasonal.ts'

/** How a series is decomposed (series_decompose's page). */
export interface Decomposing {
  /** Points per period; 0: no seasonal component. */
  readonly period: number
  readonly trend: 'avg' | 'linefit' | 'none'
  /** The number of points at the end that nothing is learnt from. */
  readonly testPoints: number
}

/** The components of a series: its points are the baseline plus the residual. */
export interface Decomposition {
  readonly baseline: readonly number[]
  readonly seasonal: readonly number[]
  readonly trend: readonly number[]
  readonly residual: readonly number[]
}

/** Exact for a series that does not vary: adding up its points and dividing again might not be. */
const mean = (values: readonly number[]): number =>
  values.every(value => value === values[0])
    ? values[0]!
    : values.reduce((sum, value) => sum + value, 0) / values.length

/** The least-squares line through the learnt points, as a function of the position. */
function line(values: readonly number[]): (position: number) => number {
  const [middle, level] = [(values.length - 1) / 2, mean(values)]
  let [covariance, spread] = [0, 0]
  values.forEach((value, position) => {
    covariance += (position - middle) * (value - level)
    spread += (position - middle) ** 2
  })
  const slope = spread === 0 ? 0 : covariance / spread
  return position => level + slope * (position - middle)
}

const trends: Readonly<Record<Decomposing['trend'], (values: readonly number[]) => (position: number) => number>> = {
  avg: values => {
    const level = mean(values)
    return () => level
  },
  linefit: line,
  none: () => () => 0,
}

/** The seasonal component is the median of each phase; the trend is that of the points without it. */
export function decomposed(series: readonly number[], { period, trend, testPoints }: Decomposing): Decomposition {
  const learnt = series.length - testPoints
  const phases = period === 0 ? series.map(() => 0) : seasonal(series, period, learnt)
  const trendAt = trends[trend](series.slice(0, learnt).map((value, at) => value - phases[at]!))
  const course = series.map((_, at) => trendAt(at))
  const baseline = series.map((_, at) => phases[at]! + course[at]!)
  return { baseline, seasonal: phases, trend: course, residual: series.map((value, at) => value - baseline[at]!) }
}
