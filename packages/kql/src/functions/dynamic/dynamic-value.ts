import { formatDatetime, parseDatetimeIso } from '@tripline/schemas'
import { daysInMonth } from '../../time/civil.ts'
import { child, jsonType, sortedKeys } from '../../values/dynamic-value.ts'
import { cellJson, type Json, jsonCell, parseUniqueJson, Real, writeJson } from '../../values/json.ts'
import { defineUdf, named } from '../../values/udf.ts'

/** How JSON serialisers write instants; other spellings of dates are left alone (semantics 8.5). */
const instant = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)?$/

/** The text of the datetime, in UTC with seven digits; undefined if it is not one. */
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
    // Two characters rule out nearly every string, so the regular expression rarely runs.
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

/** `parse_json(string)`: a text that is not JSON is itself the value, and '' is null (semantics 8.4). */
export function parseDynamic(text: string): string | null {
  if (text === '') return null
  const value = parseUniqueJson(text)
  return value === undefined ? JSON.stringify(text) : jsonCell(retyped(value))
}

/** Functions that read and write whole dynamics. Those without a name in KQL are named after what they do. */
export const dynamicUdfs = named({
  parse_json: defineUdf({ parameters: ['string'], result: 'dynamic', nulls: 'propagate', call: parseDynamic }),
  dynamic_gettype: defineUdf({
    parameters: ['dynamic'],
    result: 'string',
    nulls: 'receive',
    call: (cell: string | null) => jsonType(cellJson(cell)),
  }),
  dynamic_key: defineUdf({
    parameters: ['dynamic', 'string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (cell: string, key: string) => (cell.charCodeAt(0) === 123 ? jsonCell(child(cellJson(cell), key)) : null),
  }),
  dynamic_index: defineUdf({
    parameters: ['dynamic', 'long'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (cell: string, index: bigint) =>
      cell.charCodeAt(0) === 91 ? jsonCell(child(cellJson(cell), Number(index))) : null,
  }),
  dynamic_element: defineUdf({
    // d[key] where the key itself is a dynamic.
    parameters: ['dynamic', 'dynamic'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (cell: string, key: string) => {
      const name = cellJson(key)
      return typeof name === 'string' || typeof name === 'number' ? jsonCell(child(cellJson(cell), name)) : null
    },
  }),
  dynamic_to_json: defineUdf({
    parameters: ['dynamic'],
    result: 'string',
    nulls: 'receive',
    call: (cell: string | null) => (cell === null ? '' : writeJson(sortedKeys(cellJson(cell)))),
  }),
})
