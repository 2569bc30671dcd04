import { type Json, Real, writeJson } from './json.ts'

/** A numeric value as a number; null for anything else. Longs past 2^53 lose precision. */
export const numberOf = (value: Json | undefined): number | null =>
  typeof value === 'number' || typeof value === 'bigint' ? Number(value) : value instanceof Real ? value.value : null

/** `tostring` of a value: strings without quotes, null as '', anything else as compact JSON (semantics 7.1). */
export const tostringOf = (value: Json): string =>
  value === null ? '' : typeof value === 'string' ? value : writeJson(value)

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/

/**
 * `gettype` of the content of a dynamic (semantics 8.12); a datetime in it is recognised by its text, which no other value has
 * (7.4, 8.5).
 */
export function jsonType(value: Json): string {
  switch (typeof value) {
    case 'string':
      return instant.test(value) ? 'datetime' : 'string'
    case 'boolean':
      return 'bool'
    case 'number':
    case 'bigint':
      return 'long'
  }
  if (value === null) return 'null'
  if (value instanceof Real) return 'double'
  return value instanceof Map ? 'dictionary' : 'array'
}

/** The part of a value at one step: a key of a bag, or an index of an array, from its end if negative. */
export function child(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof key === 'string') return value instanceof Map ? value.get(key) : undefined
  return Array.isArray(value) ? value.at(key) : undefined
}

/** The value with the keys of every bag in ordinal order. */
export function sortedKeys(value: Json): Json {
  if (value instanceof Map) return new Map([...value.keys()].sort().map(key => [key, sortedKeys(value.get(key)!)]))
  return Array.isArray(value) ? value.map(sortedKeys) : value
}

/** A text that equal values share: a long equals a real of its value, and the order of keys does not matter. */
export function identity(value: Json): string {
  if (value instanceof Real) return Number.isSafeInteger(value.value) ? String(value.value + 0) : writeJson(value)
  return value !== null && typeof value === 'object' ? writeJson(sortedKeys(value)) : writeJson(value)
}
