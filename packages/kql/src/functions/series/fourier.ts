import { jsonCell, Real } from '../../values/json.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'
import { finite, numbersOf } from './series-numbers.ts'

/** A longer prime takes too long, because a transform of n points, n prime, takes n² steps. */
const longestPrime = 5_000

/** Complex numbers: their real and imaginary parts. */
interface Complex {
  readonly re: readonly number[]
  readonly im: readonly number[]
}

/** Both parts of a transformed series, an array of two arrays; without imaginary parts they are 0. */
const fourier = (call: string, sign: -1 | 1) =>
  defineUdf({
    parameters: ['dynamic'],
    rest: 'dynamic',
    result: 'dynamic',
    nulls: 'receive',
    call: (real: string | null, ...imaginary: readonly (string | null)[]) => {
      const re = numbersOf(real, call)
      const im = imaginary.length === 0 ? re.map(() => 0) : numbersOf(imaginary[0]!, call)
      if (im.length !== re.length) throw refusedValue('unsettled-call', `${call} of series that differ in length`)
      const done = transform({ re, im }, sign)
      const scale = sign === 1 ? re.length : 1
      return jsonCell([done.re, done.im].map(part => part.map(value => new Real(finite(value / scale, call)))))
    },
  })

/**
 * The discrete Fourier transform, without a factor; with `sign` 1 its inverse, but for the factor 1/n. It splits a length into
 * its prime factors, so that a length of small factors takes n log n steps.
 */
function transform({ re, im }: Complex, sign: -1 | 1): Complex {
  const n = re.length
  const factor = leastFactor(n)
  const every = (values: readonly number[], from: number) => values.filter((_, index) => index % factor === from)
  const parts = Array.from({ length: factor }, (_, from) => {
    const part = { re: every(re, from), im: every(im, from) }
    return factor === n ? part : transform(part, sign)
  })
  const unit = Array.from({ length: n }, (_, index) => (sign * 2 * Math.PI * index) / n)
  const [cosines, sines] = [unit.map(Math.cos), unit.map(Math.sin)]
  const result = { re: new Array<number>(n).fill(0), im: new Array<number>(n).fill(0) }
  for (let k = 0; k < n; k++) {
    parts.forEach((part, from) => {
      const at = k % (n / factor)
      const turn = (from * k) % n
      result.re[k]! += part.re[at]! * cosines[turn]! - part.im[at]! * sines[turn]!
      result.im[k]! += part.re[at]! * sines[turn]! + part.im[at]! * cosines[turn]!
    })
  }
  return result
}

function leastFactor(n: number): number {
  for (let factor = 2; factor * factor <= n; factor++) if (n % factor === 0) return factor
  if (n > longestPrime)
    throw refusedValue(
      'value-budget',
      `a Fourier transform of ${n.toLocaleString('en-US')} points, a prime, takes too long`,
    )
  return n
}

/** Fourier transforms (semantics 14.5). */
export const fourierUdfs = named({
  fourier_transform: fourier('series_fft()', -1),
  inverse_fourier_transform: fourier('series_ifft()', 1),
})
