import { defineUdf, named } from '../../values/udf.ts'

/** Below this value the power series converges fast, above it the continued fraction does. */
const turn = 2

/** Abramowitz and Stegun, 7.1.5. */
function series(x: number): number {
  let [power, sum] = [x, x]
  for (let n = 1; Math.abs(power) > Math.abs(sum) * 1e-17; n++) {
    power *= (-x * x) / n
    sum += power / (2 * n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

/** erfc of x >= turn: Abramowitz and Stegun, 7.1.14. */
function fraction(x: number): number {
  let tail = x
  for (let n = 120; n > 0; n--) tail = x + n / 2 / tail
  return Math.exp(-x * x) / (tail * Math.sqrt(Math.PI))
}

/** The error function, to twelve digits. */
function erf(x: number): number {
  if (Math.abs(x) < turn) return series(x)
  return x < 0 ? fraction(-x) - 1 : 1 - fraction(x)
}

/** 1 - erf(x), with full precision where it is small. */
function erfc(x: number): number {
  if (x >= turn) return fraction(x)
  return 1 - erf(x)
}

/** `erf` and `erfc` (semantics 5.10). */
export const errorFunctionUdfs = named({
  erf: defineUdf({ parameters: ['real'], result: 'real', nulls: 'propagate', call: erf }),
  erfc: defineUdf({ parameters: ['real'], result: 'real', nulls: 'propagate', call: erfc }),
})
