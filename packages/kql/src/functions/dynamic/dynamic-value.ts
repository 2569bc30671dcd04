import { formatDatetime, parseDatetimeIso } from '@tripline/schemas'
import { memoized } from '../../bounded-cache.ts'
import { daysInMonth } from '../../time/civil.ts'
import { cellJson, type Json, jsonCell, parseJson, Real, writeJson } from '../../values/json.ts'
import { child, jsonText, jsonType, sortedKeys } from '../../values/json-value.ts'
import { foldCase } from '../string-operators/term.ts'
import { defineUdf, type Udf } from '../udf.ts'

/** What JSON serialisers write for an instant; other spellings of dates stay as they are (semantics 8.5). */
const instant = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)?$/

/** The text of the datetime, in UTC with seven digits; undefined for what is none. */
function instantText(text: string): string | undefined {
  const match = instant.exec(text)
  if (!match) return undefined
  const [, year, month, day, , fraction = '', zone = 'Z'] = match
  if (zone === 'Z') {
    const exists = year !== '0000' && month! >= '01' && month! <= '12' && day! >= '01'
    if (!exists || Number(day) > daysInMonth(Number(year), Number(month))) return undefined
    return `${text.slice(0, 19)}.${fraction.padEnd(7, '0')}Z`
  }
  const ticks = parseDatetimeIso(text)
  return ticks === undefined ? undefined : formatDatetime(ticks)
}

/** A string that looks like an instant becomes that datetime, in UTC with seven digits (semantics 8.5). */
function retyped(value: Json): Json {
  if (typeof value === 'string') {
    // Two characters rule out nearly every string before the expression has to.
    if (value.charCodeAt(10) !== 84 || value.charCodeAt(4) !== 45) return value
    return instantText(value) ?? value
  }
  if (value === null || typeof value !== 'object' || value instanceof Real) return value
  if (value instanceof Map) {
    for (const [key, item] of value) {
      const better = retyped(item)
      if (better !== item) value.set(key, better)
    }
  } else {
    for (let index = 0; index < value.length; index++) value[index] = retyped(value[index]!)
  }
  return value
}

/** `parse_json(string)`: text that is no JSON is itself the value, '' is null (semantics 8.4). */
export function parseDynamic(text: string): string | null {
  if (text === '') return null
  const value = parseJson(text)
  return value === undefined ? JSON.stringify(text) : jsonCell(retyped(value))
}

/**
 * `tostring(dynamic)`: a string's cell differs from its text, and a real may come from the database in other digits than
 * Kusto's (semantics 7.3); nothing else is read.
 */
function dynamicText(cell: string | null): string {
  if (cell === null) return ''
  const code = cell.charCodeAt(0)
  const isReal = (code === 45 || (code >= 48 && code <= 57)) && /[.eE]/.test(cell)
  return code === 34 || isReal ? jsonText(cellJson(cell)) : cell
}

const folded = (text: string, fold: boolean): string => (fold ? foldCase(text) : text)

const arrayMembers = memoized(256, (key: string): ReadonlySet<string> => {
  const fold = key.startsWith('~')
  const array = cellJson(key.slice(1))
  return new Set(flattened(array).map(item => folded(jsonText(item), fold)))
})

/** The elements of an array, nested ones laid open; a single value is one (semantics 8.20). */
const flattened = (value: Json): readonly Json[] => (Array.isArray(value) ? value.flatMap(flattened) : [value])

/** `x in (array)`: an element that reads like the value; null is in no array (semantics 8.20, 2.9). */
function inArray(value: string | null, array: string | null, fold: boolean): boolean {
  if (value === null || array === null) return false
  return arrayMembers(`${fold ? '~' : '='}${array}`).has(folded(dynamicText(value), fold))
}

/** What reads and writes a dynamic as a whole; the database knows those that KQL does not name by what they do. */
export const dynamicUdfs: readonly Udf[] = [
  defineUdf({ name: 'parse_json', parameters: ['string'], result: 'dynamic', nulls: 'propagate', call: parseDynamic }),
  defineUdf({
    name: 'dynamic_gettype',
    parameters: ['dynamic'],
    result: 'string',
    nulls: 'receive',
    call: (cell: string | null) => jsonType(cellJson(cell)),
  }),
  defineUdf({
    name: 'dynamic_key',
    parameters: ['dynamic', 'string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (cell: string, key: string) => (cell.charCodeAt(0) === 123 ? jsonCell(child(cellJson(cell), key)) : null),
  }),
  defineUdf({
    name: 'dynamic_index',
    parameters: ['dynamic', 'long'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (cell: string, index: bigint) =>
      cell.charCodeAt(0) === 91 ? jsonCell(child(cellJson(cell), Number(index))) : null,
  }),
  defineUdf({
    // d[key] where the key itself is a dynamic.
    name: 'dynamic_element',
    parameters: ['dynamic', 'dynamic'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (cell: string, key: string) => {
      const name = cellJson(key)
      return typeof name === 'string' || typeof name === 'number' ? jsonCell(child(cellJson(cell), name)) : null
    },
  }),
  defineUdf({
    name: 'in_array',
    parameters: ['dynamic', 'dynamic', 'bool'],
    result: 'bool',
    nulls: 'receive',
    call: inArray,
  }),
  defineUdf({
    name: 'dynamic_to_json',
    parameters: ['dynamic'],
    result: 'string',
    nulls: 'receive',
    call: (cell: string | null) => (cell === null ? '' : writeJson(sortedKeys(cellJson(cell)))),
  }),
]
