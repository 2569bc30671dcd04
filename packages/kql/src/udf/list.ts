import { cellArray } from './array.ts'
import { type Json, writeJson } from './json.ts'
import { identity } from './json-value.ts'
import { defineUdf, type Udf } from './udf.ts'

/** The elements that aggregated values contribute: an array its own, one level deep; nulls none (semantics 10.8). */
function* contributed(values: readonly Json[]): Generator<Json> {
  for (const value of values) {
    if (!Array.isArray(value)) {
      if (value !== null) yield value
      continue
    }
    for (const item of value) if (item !== null) yield item
  }
}

/** `make_list`: the elements in order, `most` of them at most. */
function list(values: readonly Json[], most: number): Json[] {
  const items: Json[] = []
  for (const item of contributed(values)) {
    if (items.length >= most) break
    items.push(item)
  }
  return items
}

/** `make_set`: the distinct elements in the order of their first appearance, `most` of them at most. */
function set(values: readonly Json[], most: number): Json[] {
  const items = new Map<string, Json>()
  for (const item of contributed(values)) {
    if (items.size >= most) break
    const key = identity(item)
    if (!items.has(key)) items.set(key, item)
  }
  return [...items.values()]
}

const aggregate = (name: string, collect: (values: readonly Json[], most: number) => Json[]): Udf =>
  defineUdf({
    name,
    parameters: ['dynamic', 'long'],
    result: 'dynamic',
    nulls: 'receive',
    call: (values: string | null, most: bigint) => writeJson(collect(cellArray(values) ?? [], Number(most))),
  })

/** Texts need none of the care that numbers and arrays do, and the runtime's own JSON is several times as fast. */
const ofTexts = (name: string, collect: (texts: readonly string[]) => readonly string[]): Udf =>
  defineUdf({
    name,
    parameters: ['dynamic', 'long'],
    result: 'dynamic',
    nulls: 'receive',
    call: (values: string | null, most: bigint) =>
      JSON.stringify(collect(JSON.parse(values ?? '[]')).slice(0, Math.max(0, Number(most)))),
  })

/**
 * What `make_list` and `make_set` make of the array of all values of a group; no values at all make `[]`. The last two
 * are for arrays of strings alone.
 */
export const listUdfs: readonly Udf[] = [
  aggregate('list_of', list),
  aggregate('set_of', set),
  ofTexts('list_of_texts', texts => texts),
  ofTexts('set_of_texts', texts => [...new Set(texts)]),
]
