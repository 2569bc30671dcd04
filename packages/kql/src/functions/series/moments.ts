export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

export const mean = (values: readonly number[]): number => total(values) / values.length

/** Sample variance; exactly 0 of equal values, and of a single one (semantics 10.13, 14.3). */
export function variance(values: readonly number[]): number {
  if (values.every(value => value === values[0])) return 0
  const middle = mean(values)
  return total(values.map(value => (value - middle) ** 2)) / (values.length - 1)
}
