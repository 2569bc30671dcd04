import { memoized } from '../../limits/bounded-cache.ts'
import { compileRegex } from '../../regex/regex.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

/** The arguments of `parse-kv` (semantics 15.5). `quotes`: one or two characters each, opening and closing. */
export interface KeyValueFormat {
  readonly keys: readonly string[]
  readonly by:
    | { readonly kind: 'delimiters'; readonly pair: string; readonly keyValue: string; readonly greedy: boolean }
    | { readonly kind: 'anything' }
    | { readonly kind: 'regex'; readonly pattern: string }
  readonly quotes: readonly string[]
  readonly escapes: readonly string[]
}

/** Called with each pair in text order. */
type Visit = (key: string, value: string) => void

/** The value of each of the format's keys, null if it does not occur; the first occurrence wins. */
export function keyValues(text: string, format: KeyValueFormat): readonly (string | null)[] {
  const found = new Map<string, string>()
  const visit: Visit = (key, value) => {
    if (!found.has(key)) found.set(key, value.trim())
  }
  if (format.by.kind === 'delimiters') delimited(text, format, format.by, visit)
  else if (format.by.kind === 'regex') byRegex(text, format.by.pattern, visit)
  else undelimited(text, format, visit)
  return format.keys.map(key => found.get(key) ?? null)
}

interface Quoted {
  readonly text: string
  readonly end: number
}

/** The quoted text that opens at `at`, without its quotes and with its escapes resolved. */
function quotedAt(text: string, at: number, format: KeyValueFormat): Quoted | undefined {
  const quote = format.quotes.find(pair => pair[0] === text[at])
  if (quote === undefined) return undefined
  const closing = quote.at(-1)
  let result = ''
  for (let index = at + 1; index < text.length; index++) {
    const character = text[index]!
    if (format.escapes.includes(character) && index + 1 < text.length) result += text[++index]
    else if (character === closing) return { text: result, end: index + 1 }
    else result += character
  }
  throw refusedValue('parse-kv-quote')
}

/** Where the blanks from `at` on end, or where a pair ends at a delimiter other than a blank. */
const skipBlanks = (text: string, at: number, pair: string): number => {
  let index = at
  while (/\s/.test(text[index] ?? '') && (isBlank(pair) || !text.startsWith(pair, index))) index++
  return index
}

const isBlank = (text: string): boolean => text.trim() === ''

function delimited(
  text: string,
  format: KeyValueFormat,
  { pair, keyValue, greedy }: { readonly pair: string; readonly keyValue: string; readonly greedy: boolean },
  visit: Visit,
): void {
  const next = (delimiter: string, from: number): number => {
    const index = text.indexOf(delimiter, from)
    return index < 0 ? text.length : index
  }
  for (let at = 0; at < text.length; ) {
    const start = skipBlanks(text, at, pair)
    const quotedKey = quotedAt(text, start, format)
    const keyEnd = next(keyValue, quotedKey?.end ?? start)
    const segmentEnd = next(pair, quotedKey?.end ?? start)
    if (keyEnd >= text.length) return
    // Blanks around a delimiter are ignored, even if a blank separates the pairs.
    if (segmentEnd < keyEnd && text.slice(segmentEnd, keyEnd).trim() !== '') {
      at = segmentEnd + pair.length
      continue
    }
    const key = quotedKey?.text ?? text.slice(start, keyEnd).trim()
    const valueStart = skipBlanks(text, keyEnd + keyValue.length, pair)
    const quotedValue = quotedAt(text, valueStart, format)
    let end = next(pair, quotedValue?.end ?? valueStart)
    // A greedy value continues across segments that contain no pair.
    while (greedy && quotedValue === undefined && end < text.length) {
      const segment = end + pair.length
      if (next(keyValue, segment) < next(pair, segment)) break
      end = next(pair, segment)
    }
    const value = quotedValue?.text ?? text.slice(valueStart, end)
    if (isBlank(pair) && valueStart > keyEnd + keyValue.length && quotedValue === undefined && value.includes(keyValue))
      throw refusedValue('parse-kv-blank')
    visit(key, value)
    at = end + pair.length
  }
}

const alphanumeric = /[\p{L}\p{N}]+/uy
const isAlphanumeric = (text: string | undefined): boolean => text !== undefined && /[\p{L}\p{N}]/u.test(text)

/** Without delimiters: a key between non-alphanumerics, then the next quoted text or alphanumeric run. */
function undelimited(text: string, format: KeyValueFormat, visit: Visit): void {
  for (const key of format.keys) {
    for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
      let end = at + key.length
      if (isAlphanumeric(text[at - 1]) || isAlphanumeric(text[end])) continue
      while (end < text.length && !isAlphanumeric(text[end]) && quotedAt(text, end, format) === undefined) end++
      alphanumeric.lastIndex = end
      const value = quotedAt(text, end, format)?.text ?? alphanumeric.exec(text)?.[0]
      if (value !== undefined) visit(key, value)
      break
    }
  }
}

function byRegex(text: string, pattern: string, visit: Visit): void {
  const compilation = compileRegex(pattern)
  if ('problem' in compilation) return
  for (const { groups } of compilation.regex.all(text, [1, 2])) visit(groups[0]!.trim(), groups[1]!)
}

const formats = memoized(200, (format: string): KeyValueFormat => JSON.parse(format) as KeyValueFormat)

/** {@link keyValues} for the database: the format and the result are JSON. */
const parseKeyValues = (text: string, format: string): string => JSON.stringify(keyValues(text, formats(format)))

export const parseKvUdfs = named({
  parse_kv: defineUdf({
    parameters: ['string', 'string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: parseKeyValues,
  }),
})
