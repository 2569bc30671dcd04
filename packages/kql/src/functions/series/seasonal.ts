function median(values: readonly number[]): number {
  const sorted = values.toSorted((x, y) => x - y)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/**
 * The median of the points at each position of the period (series_seasonal's page), repeated to the end of the series. Only the
 * first `learnt` points count; they cover every position that occurs.
 */
export function seasonal(series: readonly number[], period: number, learnt = series.length): number[] {
  const phases = Array.from({ length: Math.min(period, learnt) }, (): number[] => [])
  series.slice(0, learnt).forEach((value, at) => {
    phases[at % period]!.push(value)
  })
  const medians = phases.map(median)
  return series.map((_, at) => medians[at % period]!)
}
