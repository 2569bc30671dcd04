import { describe, expect, test } from 'vitest'
import { weightedRankUdfs } from '../../../src/functions/aggregate/weighted-rank.ts'
import { caller } from '../call.ts'

const call = caller(weightedRankUdfs)

describe('weighted_rank', () => {
  test('is the rank of the first value whose cumulative weight reaches the share', () => {
    expect(call('weighted_rank', '8,6,3,1', 0.5)).toBe(2n)
    expect(call('weighted_rank', '8,6,3,1', 0)).toBe(1n)
    expect(call('weighted_rank', '8,6,3,1', 1)).toBe(4n)
  })
})
