import { type Json, Real } from '@tripline/kql/engine'
import type { Value } from './data.ts'

/** Throws a TypeError at what is not plain data. A whole number past 2^53 may already be another one: a long column refuses it. */
export function jsonFromValue(value: unknown): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return value
    return Number.isFinite(value) ? new Real(value) : String(value)
  }
  if (Array.isArray(value)) return value.map(jsonFromValue)
  if (typeof value === 'object' && isPlain(value)) {
    return new Map(Object.entries(value).map(([key, member]) => [key, jsonFromValue(member)]))
  }
  throw new TypeError(`tables hold plain data, not a ${typeof value === 'object' ? 'class instance' : typeof value}`)
}

const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value))

export function valueFromJson(json: Json): Value {
  if (typeof json === 'bigint') return String(json)
  if (json instanceof Real) return json.written ?? json.value
  if (json instanceof Map) return Object.fromEntries(Array.from(json, ([key, member]) => [key, valueFromJson(member)]))
  return Array.isArray(json) ? json.map(valueFromJson) : json
}
