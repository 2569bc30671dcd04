import { type Json, writeJson } from '../../values/json.ts'
import { cellArray } from '../../values/json-container.ts'
import { identity } from '../../values/json-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

/**
 * The elements that aggregated values contribute: an array contributes its own, one level deep; nulls contribute none
 * (semantics 10.8).
 */
function* contributed(values: readonly Json[]): Generator<Json> {
  for (const value of values) {
    if (!Array.isArray(value)) {
      if (value !== null) yield value
      continue
    }
    for (const item of value) if (item !== null) yield item
  }
}

/** `make_list`: the elements in order, at most `most` of them. */
function list(values: readonly Json[], most: number): Json[] {
  const items: Json[] = []
  for (const item of contributed(values)) {
    if (items.length >= most) break
    items.push(item)
  }
  return items
}

/** `make_set`: the distinct elements in order of first appearance, at most `most` of them. */
function set(values: readonly Json[], most: number): Json[] {
  const items = new Map<string, Json>()
  for (const item of contributed(values)) {
    if (items.size >= most) break
    const key = identity(item)
    if (!items.has(key)) items.set(key, item)
  }
  return [...items.values()]
}

const aggregate = (collect: (values: readonly Json[], most: number) => Json[]) =>
  defineUdf({
    parameters: ['dynamic', 'long'],
    result: 'dynamic',
    nulls: 'receive',
    call: (values, most) => writeJson(collect(cellArray(values) ?? [], Number(most))),
  })

/** `make_list` and `make_set` of the array of all values of a group; `[]` if there are none. */
export const listUdfs = named({ list_of: aggregate(list), set_of: aggregate(set) })
