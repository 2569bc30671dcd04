import { expect, test } from 'vitest'
import { roundReal } from '../../../src/functions/math/round.ts'

test('round rounds half away from zero (semantics 5.6)', () => {
  expect([roundReal(2.5, 0), roundReal(-2.5, 0), roundReal(0.125, 2), roundReal(1250, -2), roundReal(-49, -2)]).toEqual(
    [3, -3, 0.13, 1300, -0],
  )
  expect(roundReal(Infinity, 1)).toBe(Infinity)
  expect(roundReal(1e300, 20)).toBe(1e300)
})
