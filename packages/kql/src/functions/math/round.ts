import { defineUdf, named } from '../../values/udf.ts'

/** `round(value, digits)`: half away from zero; negative digits round to tens and hundreds (semantics 5.6). */
export function roundReal(value: number, digits: number): number {
  const power = 10 ** Math.abs(digits)
  const size = Math.abs(value)
  const scaled = digits < 0 ? size / power : size * power
  if (!Number.isFinite(scaled) || scaled >= 2 ** 53) return value
  const whole = Math.floor(scaled) + (scaled - Math.floor(scaled) >= 0.5 ? 1 : 0)
  const rounded = digits < 0 ? whole * power : whole / power
  return value < 0 ? -rounded : rounded
}

export const roundUdfs = named({
  round: defineUdf({
    parameters: ['real', 'long'],
    result: 'real',
    nulls: 'propagate',
    call: (value: number, digits: bigint) => roundReal(value, Number(digits)),
  }),
})
