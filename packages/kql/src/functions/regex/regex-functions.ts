import { type Anchor, compileAnchored, compileRegex, type KustoRegex } from '../../regex/regex.ts'
import { codePointIndex, codePointOffset } from '../../values/code-points.ts'
import { jsonElements } from '../../values/json-elements.ts'
import { refusedValue, shownValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

/** A pattern from a column may be invalid, in which case nothing matches (semantics 3.5; literals are checked beforehand). */
const regexOf = (pattern: string, anchor?: Anchor): KustoRegex | undefined => {
  const compilation = anchor === undefined ? compileRegex(pattern) : compileAnchored(pattern, anchor)
  return 'regex' in compilation ? compilation.regex : undefined
}

/** Why a pattern cannot be compiled; undefined if it can. The text continues "the regular expression". */
export function regexProblem(pattern: string): string | undefined {
  const compilation = compileRegex(pattern)
  return 'problem' in compilation ? compilation.problem : undefined
}

/** Capture groups of a pattern; `extract_all` needs at least one (semantics 4.2). */
export const regexGroupCount = (pattern: string): number => regexOf(pattern)?.groupCount ?? 0

/** `text matches regex pattern`: unanchored, case-sensitive (semantics 2.12). */
export const matchesRegex = (text: string, pattern: string): boolean => regexOf(pattern)?.test(text) ?? false

/** `extract(pattern, group, text)`: '' if there is no match (semantics 4.1). */
export function extract(pattern: string, group: number, text: string): string {
  const regex = regexOf(pattern)
  return regex !== undefined && group >= 0 && group <= regex.groupCount
    ? (regex.first(text, [group])?.groups[0] ?? '')
    : ''
}

/**
 * `extract_all(pattern, groups, text)` as JSON; null if there is no match. `groups`: JSON array of numbers and names, or null
 * for all.
 */
export function extractAll(pattern: string, groups: string | null, text: string): string | null {
  const regex = regexOf(pattern)
  if (regex === undefined) return null
  const wanted = groups === null ? [] : selected(regex, groups)
  const indexes = wanted.length > 0 ? wanted : Array.from({ length: regex.groupCount }, (_, index) => index + 1)
  const found = regex.all(text, indexes)
  if (found.length === 0 || indexes.length === 0) return null
  return JSON.stringify(found.map(match => (indexes.length === 1 ? match.groups[0] : match.groups)))
}

/** The requested groups that the pattern has; if there are none, all groups (semantics 4.2). */
function selected(regex: KustoRegex, groups: string): readonly number[] {
  const requested = jsonElements(groups)
  if (requested.length === 0 || !requested.every(isGroup))
    throw refusedValue('unsettled-value', 'extract_all()', 2, shownValue(groups))
  const indexes = requested.map(group => (typeof group === 'string' ? regex.groupNames.get(group) : group) ?? -1)
  return indexes.filter(index => index >= 0 && index <= regex.groupCount)
}

/** A group's number or its name. */
const isGroup = (group: unknown): group is number | string =>
  typeof group === 'string' ? /^\D/.test(group) : Number.isInteger(group)

/** `replace_regex(text, pattern, rewrite)`: every match; `\0`…`\9` stand for groups (semantics 3.4). */
export const replaceRegex = (text: string, pattern: string, rewrite: string): string =>
  regexOf(pattern)?.replace(
    text,
    rewrite.replace(/\\([0-9\\])|\$/g, (sign: string, what?: string) =>
      what === undefined ? '$$' : what === '\\' ? sign.slice(1) : `\${${what}}`,
    ),
  ) ?? text

/** `countof(text, pattern, 'regex')`: matches that do not overlap (semantics 4.5). */
export const countOfRegex = (text: string, pattern: string): bigint =>
  BigInt(regexOf(pattern)?.all(text, []).length ?? 0)

/** `indexof_regex(text, pattern, start, length, occurrence)` in code points; null for invalid arguments (semantics 4.5). */
export function indexOfRegex(
  text: string,
  pattern: string,
  start: bigint,
  length: bigint,
  occurrence: bigint,
): bigint | null {
  if (start < 0n || length < -1n || occurrence < 1n) return null
  const regex = regexOf(pattern)
  const from = codePointOffset(text, Number(start))
  if (regex === undefined || from === undefined) return -1n
  const limit = length === -1n ? undefined : codePointOffset(text, Number(start + length))
  const found = startOfOccurrence(text, pattern, from, Number(occurrence))
  if (found === undefined || (limit !== undefined && found >= limit)) return -1n
  return BigInt(codePointIndex(text, found))
}

/** The position of the `occurrence`th match that starts at `from` or later; anchors still see the text before `from`. */
function startOfOccurrence(text: string, pattern: string, from: number, occurrence: number): number | undefined {
  const first = regexOf(pattern)?.find(text, from)
  if (first === undefined || occurrence === 1) return first?.start
  if (first.end === 0) return regexOf(pattern)?.all(text, [])[occurrence - 1]?.start
  const behind = first.end - (/[\udc00-\udfff]/.test(text[first.end - 1]!) ? 2 : 1)
  const found = regexOf(pattern, 'behindOne')?.all(text.slice(behind), [])[occurrence - 1]
  return found && found.start + behind
}

/** `trim_start(pattern, text)`: removes one match, not all (semantics 4.6). */
export const trimStart = (pattern: string, text: string): string =>
  text.slice(regexOf(pattern, 'start')?.first(text, [])?.end ?? 0)

/** `trim_end(pattern, text)`. */
export const trimEnd = (pattern: string, text: string): string =>
  text.slice(0, regexOf(pattern, 'end')?.first(text, [])?.start ?? text.length)

/** `trim(pattern, text)`: one match at each side. */
export const trim = (pattern: string, text: string): string => trimEnd(pattern, trimStart(pattern, text))

/** `regex_quote(text)`: a pattern that matches only the text. */
export const regexQuote = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$#&~-]/g, '\\$&')

export const regexUdfs = named({
  matches_regex: defineUdf({
    parameters: ['string', 'string'],
    result: 'bool',
    nulls: 'propagate',
    call: matchesRegex,
  }),
  extract: defineUdf({
    parameters: ['string', 'long', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: (pattern: string, group: bigint, text: string) => extract(pattern, Number(group), text),
  }),
  extract_all: defineUdf({
    parameters: ['string', 'dynamic', 'string'],
    result: 'dynamic',
    nulls: 'receive',
    call: extractAll,
  }),
  replace_regex: defineUdf({
    parameters: ['string', 'string', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: replaceRegex,
  }),
  countof_regex: defineUdf({
    parameters: ['string', 'string'],
    result: 'long',
    nulls: 'propagate',
    call: countOfRegex,
  }),
  indexof_regex: defineUdf({
    parameters: ['string', 'string', 'long', 'long', 'long'],
    result: 'long',
    nulls: 'propagate',
    call: indexOfRegex,
  }),
  trim: defineUdf({ parameters: ['string', 'string'], result: 'string', nulls: 'propagate', call: trim }),
  trim_start: defineUdf({
    parameters: ['string', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: trimStart,
  }),
  trim_end: defineUdf({
    parameters: ['string', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: trimEnd,
  }),
  regex_quote: defineUdf({ parameters: ['string'], result: 'string', nulls: 'propagate', call: regexQuote }),
})
