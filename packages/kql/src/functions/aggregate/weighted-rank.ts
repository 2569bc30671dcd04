import { defineUdf, named } from '../../values/udf.ts'

/**
 * The rank, from 1, of the first value whose cumulative weight reaches its share. `weights`: comma-separated, in the order of
 * the values.
 */
export const weightedRankUdfs = named({
  weighted_rank: defineUdf({
    parameters: ['string', 'real'],
    result: 'long',
    nulls: 'propagate',
    call: (text: string, share: number) => {
      const weights = text.split(',').map(Number)
      const wanted = weights.reduce((sum, weight) => sum + weight, 0) * share
      let running = 0
      const at = weights.findIndex(weight => {
        running += weight
        return running >= wanted
      })
      return BigInt(at < 0 ? weights.length : at + 1)
    },
  }),
})
