import { memoized } from '../../limits/bounded-cache.ts'
import { codePointIndex, codePointLength, codePointOffset } from '../../values/code-points.ts'
import { jsonElements, jsonValue } from '../../values/json-elements.ts'
import { refusedValue, shownValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

/**
 * `substring(text, start, length)` in code points: a negative start counts from the end; if that is before the beginning, the
 * result is '' (semantics 4.4).
 */
export function substring(text: string, start: bigint | null, length: bigint | null): string {
  if (start === null || length === null) throw refusedValue('null-text')
  const size = codePointLength(text)
  const from = start < 0n ? Number(start) + size : Number(start)
  if (from < 0 || from >= size || length <= 0n) return ''
  const to = Math.min(size, from + Number(length))
  return text.slice(codePointOffset(text, from), codePointOffset(text, to))
}

/**
 * `indexof(text, lookup, start, length, occurrence)` in code points, -1 if absent. `length` limits where a match may start, -1
 * means no limit; a negative start counts from the end (semantics 4.5). A lookup is not empty.
 */
export function indexOf(
  text: string,
  lookup: string,
  start: bigint,
  length: bigint,
  occurrence: bigint,
): bigint | null {
  if (length < -1n || occurrence < 0n) return null
  const size = codePointLength(text)
  const from = start < 0n ? Number(start) + size : Number(start)
  if (from < 0) throw refusedValue('unsettled-call', 'indexof() from a position before the text')
  if (from > size) return -1n
  const limit = length === -1n ? size + 1 : from + Number(length)
  let left = occurrence
  for (let at = text.indexOf(lookup, codePointOffset(text, from)); at >= 0; at = text.indexOf(lookup, at + 1)) {
    const index = codePointIndex(text, at)
    if (index >= limit) return -1n
    if (--left === 0n) return BigInt(index)
    if (at === text.length) return -1n
  }
  return -1n
}

/** `countof(text, lookup)`: occurrences, including overlapping ones (semantics 4.5). */
export function countOf(text: string, lookup: string): bigint {
  if (lookup === '') return 0n
  let count = 0n
  for (let at = text.indexOf(lookup); at >= 0; at = text.indexOf(lookup, at + 1)) count++
  return count
}

/** `split(text, delimiter)` as a JSON array (semantics 4.3). Published rules have empty delimiters and negative indices. */
export const split = (text: string, delimiter: string): string => JSON.stringify(splitAt(text, delimiter))

function splitAt(text: string, delimiter: string): readonly string[] {
  if (delimiter === '') throw refusedValue('unsettled-call', 'split() at an empty text')
  return text.split(delimiter)
}

/** `split(text, delimiter, index)`: an array of that one part; null if there is none. */
export function splitPart(text: string, delimiter: string, index: bigint): string | null {
  if (index < 0n) throw refusedValue('unsettled-call', `split() with the index ${index}`)
  const part = splitAt(text, delimiter)[Number(index)]
  return part === undefined ? null : JSON.stringify([part])
}

/** `replace_string(text, lookup, rewrite)`: an empty lookup changes nothing (semantics 4.9). */
export const replaceString = (text: string, lookup: string, rewrite: string): string =>
  lookup === '' ? text : text.split(lookup).join(rewrite)

const listed = memoized(200, jsonElements)

/** Text that a lookup may still match, or that has already been replaced. */
interface Stretch {
  readonly text: string
  readonly settled: boolean
}

/**
 * `replace_strings(text, lookups, rewrites)`: one lookup after the other, each in the text that none has matched before.
 * Lookups that are not strings are skipped; a rewrite that is not a string leaves the match unchanged (semantics 4.9).
 */
export function replaceStrings(text: string, lookups: string, rewrites: string): string {
  const replacements = listed(rewrites)
  let stretches: readonly Stretch[] = [{ text, settled: false }]
  for (const [index, lookup] of listed(lookups).entries()) {
    if (typeof lookup !== 'string' || lookup === '') continue
    stretches = stretches.flatMap(stretch => {
      if (stretch.settled || !stretch.text.includes(lookup)) return [stretch]
      if (index >= replacements.length) throw refusedValue('missing-rewrite')
      const rewrite = replacements[index]
      const matched = { text: typeof rewrite === 'string' ? rewrite : lookup, settled: true }
      return stretch.text
        .split(lookup)
        .flatMap((part, at) => [...(at > 0 ? [matched] : []), { text: part, settled: false }])
    })
  }
  return stretches.map(stretch => stretch.text).join('')
}

/**
 * `translate(from, to, text)`: character by character; the last of `to` replaces the rest of `from`, and an empty `to` deletes
 * (semantics 4.9).
 */
export function translate(from: string, to: string, text: string): string {
  const map = translation(`${from.length}:${from}${to}`)
  return Array.from(text, character => map.get(character) ?? character).join('')
}

const translation = memoized(200, (key: string): ReadonlyMap<string, string> => {
  const start = key.indexOf(':') + 1
  const end = start + Number(key.slice(0, start - 1))
  const targets = [...key.slice(end)]
  const map = new Map<string, string>()
  for (const [index, character] of [...key.slice(start, end)].entries())
    if (!map.has(character)) map.set(character, targets[index] ?? targets.at(-1) ?? '')
  return map
})

const mostRepetitions = 1024n

/** `strrep(text, times, delimiter)`; the documentation names two greatest numbers (semantics 4.9). */
export function repeatText(text: string, times: bigint, delimiter: string): string {
  if (times > mostRepetitions) throw refusedValue('unsettled-call', `strrep() of more than ${mostRepetitions} copies`)
  return Array<string>(Number(times)).fill(text).join(delimiter)
}

/** `reverse(text)` by code points (semantics 4.8). */
export const reverse = (text: string): string => [...text].reverse().join('')

/** A field that is quoted as a whole, or has no quote, and the delimiter after it. */
const csvField = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|[\r\n]|$)/y

/** `parse_csv(text)`: the fields of the first record as a JSON array, quoted as in RFC 4180 (semantics 4.11). */
export function parseCsv(text: string): string {
  const fields: string[] = []
  csvField.lastIndex = 0
  for (let delimiter: string | undefined = ','; delimiter === ','; ) {
    const found = csvField.exec(text)
    if (found === null || text === '') throw refusedValue('unsettled-call', `parse_csv() of ${shownValue(text)}`)
    fields.push(found[1]?.replaceAll('""', '"') ?? found[2]!)
    delimiter = found[3]
  }
  return JSON.stringify(fields)
}

/** `parse_version(text)`: one to four parts of up to eight digits as one comparable decimal (semantics 4.11). */
export function parseVersion(text: string): string | null {
  if (text !== text.trim()) throw refusedValue('unsettled-call', `parse_version() of ${shownValue(text)}`)
  const parts = text.split('.')
  if (parts.length > 4 || !parts.every(part => /^\d{1,8}$/.test(part))) return null
  const digits = [0, 1, 2, 3].map(index => (parts[index] ?? '0').padStart(8, '0')).join('')
  return BigInt(digits).toString()
}

/** `unicode_codepoints_from_string(text)` as a JSON array. */
export const codePointsOf = (text: string): string =>
  JSON.stringify(Array.from(text, character => character.codePointAt(0)))

/** A number that stands for a character, which halves of a surrogate pair do not. */
const isCodePoint = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 0x10ffff && (Number(value) & ~0x7ff) !== 0xd800

/** `unicode_codepoints_to_string(…)`: numbers and arrays of numbers, flattened; '' if any is invalid (semantics 4.15). */
export function textOfCodePoints(...values: readonly (string | null)[]): string {
  const points = values.flatMap((value): unknown => (value === null ? [null] : jsonValue(value)))
  return points.every(isCodePoint) ? points.map(point => String.fromCodePoint(point)).join('') : ''
}

export const textUdfs = named({
  substring: defineUdf({
    parameters: ['string', 'long', 'long'],
    result: 'string',
    nulls: 'receive',
    call: substring,
  }),
  indexof: defineUdf({
    parameters: ['string', 'string', 'long', 'long', 'long'],
    result: 'long',
    nulls: 'propagate',
    call: indexOf,
  }),
  countof: defineUdf({ parameters: ['string', 'string'], result: 'long', nulls: 'propagate', call: countOf }),
  split: defineUdf({ parameters: ['string', 'string'], result: 'dynamic', nulls: 'propagate', call: split }),
  split_part: defineUdf({
    parameters: ['string', 'string', 'long'],
    result: 'dynamic',
    nulls: 'propagate',
    call: splitPart,
  }),
  replace_string: defineUdf({
    parameters: ['string', 'string', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: replaceString,
  }),
  replace_strings: defineUdf({
    parameters: ['string', 'dynamic', 'dynamic'],
    result: 'string',
    nulls: 'propagate',
    call: replaceStrings,
  }),
  translate: defineUdf({
    parameters: ['string', 'string', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: translate,
  }),
  strrep: defineUdf({
    parameters: ['string', 'long', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: repeatText,
  }),
  reverse: defineUdf({ parameters: ['string'], result: 'string', nulls: 'propagate', call: reverse }),
  parse_csv: defineUdf({ parameters: ['string'], result: 'dynamic', nulls: 'propagate', call: parseCsv }),
  parse_version: defineUdf({
    parameters: ['string'],
    result: 'decimal',
    nulls: 'propagate',
    call: parseVersion,
  }),
  unicode_codepoints_from_string: defineUdf({
    parameters: ['string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: codePointsOf,
  }),
  unicode_codepoints_to_string: defineUdf({
    parameters: [],
    rest: 'dynamic',
    result: 'string',
    nulls: 'receive',
    call: textOfCodePoints,
  }),
})
