import { identity } from '../../values/dynamic-value.ts'
import { cellJson, type Json, writeJson } from '../../values/json.ts'
import { cellArrays } from '../../values/json-container.ts'
import { defineUdf, named } from '../../values/udf.ts'

type Distinct = ReadonlyMap<string, Json>

/** The distinct values of an array, in order of first appearance. */
function distinct(array: readonly Json[]): Map<string, Json> {
  const values = new Map<string, Json>()
  for (const item of array) {
    const key = identity(item)
    if (!values.has(key)) values.set(key, item)
  }
  return values
}

function union(sets: readonly Distinct[]): Json[] {
  const all = new Map<string, Json>()
  for (const set of sets) for (const [key, item] of set) if (!all.has(key)) all.set(key, item)
  return [...all.values()]
}

const intersection = ([first, ...others]: readonly Distinct[]): Json[] =>
  [...(first ?? [])].filter(([key]) => others.every(set => set.has(key))).map(([, item]) => item)

const difference = ([first, ...others]: readonly Distinct[]): Json[] =>
  [...(first ?? [])].filter(([key]) => !others.some(set => set.has(key))).map(([, item]) => item)

const equal = ([first, ...others]: readonly Distinct[]): boolean =>
  others.every(set => set.size === first!.size && [...set.keys()].every(key => first!.has(key)))

const setFunction = (combine: (sets: readonly Distinct[]) => Json[]) =>
  defineUdf({
    parameters: [],
    rest: 'dynamic',
    result: 'dynamic',
    nulls: 'propagate',
    call: (...cells: readonly string[]) => {
      const arrays = cellArrays(cells)
      return arrays === undefined ? null : writeJson(combine(arrays.map(distinct)))
    },
  })

/** Set functions of arrays (semantics 8.15); values keep the order of their first appearance. */
export const setUdfs = named({
  set_union: setFunction(union),
  set_intersect: setFunction(intersection),
  set_difference: setFunction(difference),
  set_has_element: defineUdf({
    parameters: ['dynamic', 'dynamic'],
    result: 'bool',
    nulls: 'receive',
    call: (set: string | null, value: string | null) => {
      const sought = identity(cellJson(value))
      return cellArrays([set])?.[0]?.some(item => identity(item) === sought) ?? null
    },
  }),
  set_equals: defineUdf({
    parameters: ['dynamic', 'dynamic'],
    result: 'bool',
    nulls: 'propagate',
    call: (left: string, right: string) => {
      const arrays = cellArrays([left, right])
      return arrays === undefined ? null : equal(arrays.map(distinct))
    },
  }),
  jaccard_index: defineUdf({
    parameters: [],
    rest: 'dynamic',
    result: 'real',
    nulls: 'propagate',
    call: (...cells: readonly string[]) => {
      const arrays = cellArrays(cells)
      if (arrays === undefined) return null
      const sets = arrays.map(distinct)
      return intersection(sets).length / union(sets).length
    },
  }),
})
