import { cellJson, type Json, jsonCell, writeJson } from '../../values/json.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

/** The values that a sketch holds: the elements of a JSON array without its brackets. Of a missing sketch nothing is known. */
function valuesIn(sketch: string | null, call: string): readonly Json[] {
  if (sketch === null) throw refusedValue('unsettled-call', `${call} of null`)
  return cellJson(`[${sketch}]`) as readonly Json[]
}

const compare = (left: Json, right: Json): number => (left! < right! ? -1 : left! > right! ? 1 : 0)

/** How many values are not greater than one. */
function rank(sketch: string | null, value: string | null, call: string): readonly [rank: number, size: number] {
  const values = valuesIn(sketch, call)
  if (value === null || values.length === 0) throw refusedValue('unsettled-call', `${call} of or among no values`)
  const wanted = cellJson(value)
  return [values.filter(one => compare(one, wanted) <= 0).length, values.length]
}

/** What functions read from sketches (semantics 10.17). */
export const sketchUdfs = named({
  distinct_in_sketch: defineUdf({
    parameters: ['dynamic'],
    result: 'long',
    nulls: 'receive',
    call: (sketch: string | null) => BigInt(new Set(valuesIn(sketch, 'dcount_hll()').map(writeJson)).size),
  }),
  merged_sketches: defineUdf({
    parameters: [],
    rest: 'dynamic',
    result: 'dynamic',
    nulls: 'receive',
    call: (...sketches: readonly (string | null)[]) => {
      if (sketches.includes(null)) throw refusedValue('unsettled-call', 'merging null')
      return sketches.filter(sketch => sketch !== '').join(',')
    },
  }),
  percentile_in_sketch: defineUdf({
    parameters: ['dynamic', 'real'],
    result: 'dynamic',
    nulls: 'receive',
    call: (sketch: string | null, percent: number | null) => {
      const call = 'percentile_tdigest()'
      const values = valuesIn(sketch, call).toSorted(compare)
      if (percent === null || !(percent >= 0 && percent <= 100) || values.length === 0)
        throw refusedValue('unsettled-call', `${call} without values, or of a percentage that is not from 0 to 100`)
      const nearest = Math.ceil(Number(((percent / 100) * values.length).toPrecision(12)))
      return jsonCell(values[Math.max(nearest, 1) - 1])
    },
  }),
  rank_in_sketch: defineUdf({
    parameters: ['dynamic', 'dynamic'],
    result: 'real',
    nulls: 'receive',
    call: (sketch: string | null, value: string | null) => rank(sketch, value, 'rank_tdigest()')[0],
  }),
  percent_rank_in_sketch: defineUdf({
    parameters: ['dynamic', 'dynamic'],
    result: 'real',
    nulls: 'receive',
    call: (sketch: string | null, value: string | null) => {
      const [count, size] = rank(sketch, value, 'percentrank_tdigest()')
      return (count * 100) / size
    },
  }),
})
