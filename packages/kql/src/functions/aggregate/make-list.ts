import { identity } from '../../values/dynamic-value.ts'
import { cellJson, type Json, writeJson } from '../../values/json.ts'
import { cellArray } from '../../values/json-container.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

/**
 * The elements that aggregated values contribute: an array contributes its own, one level deep; nulls contribute none
 * (semantics 10.8). Whether a null inside an array does is not settled.
 */
function* contributed(values: readonly Json[]): Generator<Json> {
  for (const value of values) {
    if (!Array.isArray(value)) {
      if (value !== null) yield value
      continue
    }
    if (value.includes(null)) throw refusedValue('unsettled-call', 'a list or set of arrays that contain null')
    yield* value
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
    const known = items.get(key)
    if (known === undefined) items.set(key, item)
    else if (writeJson(known) !== writeJson(item))
      throw refusedValue('unsettled-call', 'a set of values that are equal but written differently')
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
export const listUdfs = named({
  list_of: aggregate(list),
  set_of: aggregate(set),
  identity_of: defineUdf({
    parameters: ['dynamic'],
    result: 'string',
    nulls: 'propagate',
    call: (cell: string) => identity(cellJson(cell)),
  }),
})
