import { child, tostringOf } from '../../values/dynamic-value.ts'
import { type Bag, cellJson, type Json, jsonCell, parseUniqueJson, writeJson } from '../../values/json.ts'
import { cellBag } from '../../values/json-container.ts'
import { keyPath, parseJsonPath } from '../../values/json-path.ts'
import { refusedValue, shownValue } from '../../values/refused-value.ts'
import { defineUdf, dynamicUdf, named } from '../../values/udf.ts'

/** The bags among the values, merged; the first value of a repeated key wins (semantics 8.16, 10.9). */
export function merged(values: Iterable<Json>): Bag {
  const all: Bag = new Map()
  for (const value of values) {
    if (!(value instanceof Map)) continue
    for (const [key, item] of value) if (!all.has(key)) all.set(key, item)
  }
  return all
}

/** The bag that contains the last key of `path`; undefined if a level is missing or not a bag. */
function holder(bag: Bag, path: readonly string[]): Bag | undefined {
  let level: Json | undefined = bag
  for (const key of path.slice(0, -1)) level = child(level, key)
  return level instanceof Map ? level : undefined
}

/** Removes `path` from the bag in place. */
function remove(bag: Bag, path: readonly string[]): void {
  holder(bag, path)?.delete(path.at(-1)!)
}

/** Sets the value at `path` in place, creating missing levels; false if a level is not a bag (bag_set_key's page). */
function put(bag: Bag, path: readonly string[], value: Json): boolean {
  let level = bag
  for (const key of path.slice(0, -1)) {
    const next = level.get(key) ?? new Map()
    if (!(next instanceof Map)) return false
    level.set(key, next)
    level = next
  }
  level.delete(path.at(-1)!)
  level.set(path.at(-1)!, value)
  return true
}

/** `bag_zip`: missing values are null; a key that is not a string is skipped with its value (semantics 8.16). */
function zip(keys: readonly Json[], values: Json): Bag {
  const bag: Bag = new Map()
  keys.forEach((key, index) => {
    if (typeof key === 'string' && bag.has(key))
      throw refusedValue('unsettled-call', `bag_zip() with the key ${shownValue(key)} twice`)
    if (typeof key === 'string') bag.set(key, (Array.isArray(values) ? values[index] : null) ?? null)
  })
  return bag
}

/**
 * Alternating name and value cells as a bag's text. The cells are already JSON; a name may come from any dynamic. The first of
 * a repeated name wins.
 */
function pack(cells: readonly (string | null)[], keep: (value: string | null) => boolean): string {
  const members = new Map<string, string>()
  for (let at = 0; at + 1 < cells.length; at += 2) {
    const [key, value] = [cells[at] ?? '""', cells[at + 1] ?? null]
    const name = key.startsWith('"') ? key : JSON.stringify(key)
    if (keep(value) && !members.has(name)) members.set(name, value ?? 'null')
  }
  return `{${[...members].map(([name, value]) => `${name}:${value}`).join(',')}}`
}

/** Every path in a value; `[0]` stands for all elements of an array (treepath's page). */
function treePaths(value: Json): string[] {
  const paths = new Set<string>()
  const visit = (item: Json, path: string): void => {
    if (path) paths.add(path)
    if (item instanceof Map) for (const [key, inner] of item) visit(inner, `${path}['${key}']`)
    else if (Array.isArray(item)) for (const inner of item) visit(inner, `${path}[0]`)
  }
  visit(value, '')
  return [...paths]
}

const withBag = (cell: string | null, act: (bag: Bag) => Json | undefined): string | null => {
  const bag = cellBag(cell)
  return bag === undefined ? null : jsonCell(act(bag))
}

/** Functions of property bags (semantics 8.16, 8.19, 12.1). If a bag argument is not a bag, the result is null. */
export const bagUdfs = named({
  bag_keys: dynamicUdf(['dynamic'], (cell: string) => withBag(cell, bag => [...bag.keys()])),
  bag_remove_keys: dynamicUdf(['dynamic', 'dynamic'], (cell: string, keys: string) =>
    withBag(cell, bag => {
      const list = cellJson(keys)
      if (!Array.isArray(list)) return undefined
      for (const key of list) {
        const path = typeof key === 'string' ? keyPath(key) : undefined
        if (path) remove(bag, path)
      }
      return bag
    }),
  ),
  bag_has_key: defineUdf({
    parameters: ['dynamic', 'string'],
    result: 'bool',
    nulls: 'propagate',
    call: (cell: string, key: string) => {
      const [bag, path] = [cellBag(cell), keyPath(key)]
      return path === undefined || bag === undefined ? null : (holder(bag, path)?.has(path.at(-1)!) ?? false)
    },
  }),
  bag_set_key: defineUdf({
    parameters: ['dynamic', 'string', 'dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null, key: string, value: string | null) =>
      withBag(cell, bag => {
        const path = keyPath(key)
        return path && put(bag, path, cellJson(value)) ? bag : undefined
      }),
  }),
  bag_merge: defineUdf({
    parameters: [],
    rest: 'dynamic',
    result: 'dynamic',
    nulls: 'receive',
    call: (...cells: readonly (string | null)[]) => {
      const bags = cells.map(cellBag).filter(bag => bag !== undefined)
      return bags.length === 0 ? null : writeJson(merged(bags))
    },
  }),
  bag_zip: defineUdf({
    parameters: ['dynamic', 'dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (keys: string | null, values: string | null) => {
      const list = cellJson(keys)
      return Array.isArray(list) ? writeJson(zip(list, cellJson(values))) : null
    },
  }),
  bag_pack: defineUdf({
    parameters: [],
    rest: 'dynamic',
    result: 'dynamic',
    nulls: 'receive',
    call: (...cells: readonly (string | null)[]) => pack(cells, () => true),
  }),
  bag_pack_present: defineUdf({
    // pack_all(true): without nulls and empty strings.
    parameters: [],
    rest: 'dynamic',
    result: 'dynamic',
    nulls: 'receive',
    call: (...cells: readonly (string | null)[]) => pack(cells, value => value !== null && value !== '""'),
  }),
  treepath: dynamicUdf(['dynamic'], (cell: string) => jsonCell(treePaths(cellJson(cell)))),
  extract_json: defineUdf({
    parameters: ['string', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: (path: string, text: string) => {
      const found = parseJsonPath(path)?.reduce<Json | undefined>(child, parseUniqueJson(text))
      return found === undefined ? '' : tostringOf(found)
    },
  }),
  // mv-expand of a bag, as `bag` and as `array`.
  bag_elements: dynamicUdf(['dynamic'], (cell: string) =>
    withBag(cell, bag => [...bag].map(([key, item]) => new Map([[key, item]]))),
  ),
  bag_pairs: dynamicUdf(['dynamic'], (cell: string) => withBag(cell, bag => [...bag].map(pair => pair as Json[]))),
})
