import { memoized } from '../../limits/bounded-cache.ts'
import { foldCase } from '../../values/fold-case.ts'
import { elementText, jsonElements } from '../../values/json-elements.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

/** Terms are runs of Unicode letters and digits; `_` is neither (semantics 2.3, 2.5). */
const unicodeTermCharacter = /^[\p{L}\p{Nd}]$/u

function isTermCharacter(codePoint: number | undefined): boolean {
  if (codePoint === undefined) return false
  if (codePoint > 0x7f) return unicodeTermCharacter.test(String.fromCodePoint(codePoint))
  return (
    (codePoint >= 48 && codePoint <= 57) ||
    (codePoint >= 65 && codePoint <= 90) ||
    (codePoint >= 97 && codePoint <= 122)
  )
}

const codePointBefore = (text: string, at: number): number | undefined => {
  const low = text.charCodeAt(at - 1)
  return low >= 0xdc00 && low <= 0xdfff && at > 1 ? text.codePointAt(at - 2) : at > 0 ? low : undefined
}

interface Needle {
  readonly text: string
  /** Whether a term must start where the needle starts, and end where it ends. */
  readonly startsTerm: boolean
  readonly endsTerm: boolean
}

const needleOf = (text: string): Needle => ({
  text,
  startsTerm: isTermCharacter(text.codePointAt(0)),
  endsTerm: isTermCharacter(codePointBefore(text, text.length)),
})
const exactNeedle = memoized(2000, needleOf)
const foldedNeedle = memoized(2000, text => needleOf(foldCase(text)))

/** An occurrence that no adjoining character extends to a longer term (semantics 2.4). */
function occurs(text: string, needle: Needle, bounds: { readonly left: boolean; readonly right: boolean }): boolean {
  const left = bounds.left && needle.startsTerm
  const right = bounds.right && needle.endsTerm
  for (let at = text.indexOf(needle.text); at >= 0; at = text.indexOf(needle.text, at + 1)) {
    if (left && isTermCharacter(codePointBefore(text, at))) continue
    if (right && isTermCharacter(text.codePointAt(at + needle.text.length))) continue
    return true
  }
  return false
}

const whole = { left: true, right: true }
const prefix = { left: true, right: false }
const suffix = { left: false, right: true }

/** `text has needle`; every text contains an empty needle (semantics 2.4, 2.7). */
export const hasTerm = (text: string, needle: string): boolean => occurs(foldCase(text), foldedNeedle(needle), whole)

/** `text has_cs needle`. */
export const hasTermExactly = (text: string, needle: string): boolean => occurs(text, exactNeedle(needle), whole)

/** `text hasprefix needle`: a term starts with it (semantics 2.6). */
export const hasPrefix = (text: string, needle: string): boolean => occurs(foldCase(text), foldedNeedle(needle), prefix)
const hasPrefixExactly = (text: string, needle: string): boolean => occurs(text, exactNeedle(needle), prefix)

/** `text hassuffix needle`: a term ends with it. */
export const hasSuffix = (text: string, needle: string): boolean => occurs(foldCase(text), foldedNeedle(needle), suffix)
const hasSuffixExactly = (text: string, needle: string): boolean => occurs(text, exactNeedle(needle), suffix)

/** Nested arrays count as their elements, and null as the empty needle (semantics 2.7, 2.8). */
const needles = memoized(200, (list: string): readonly Needle[] =>
  jsonElements(list)
    .flat(Number.POSITIVE_INFINITY)
    .map(value => foldedNeedle(value === null ? '' : elementText(value))),
)

/**
 * `has_any_index(text, list)`: the index of the first element of the JSON array that is a term of the text, otherwise -1
 * (semantics 2.13).
 */
export function hasAnyIndex(text: string, list: string): bigint {
  if (jsonElements(list).some(item => item === null || Array.isArray(item))) throw refusedValue('index-list-item')
  const folded = foldCase(text)
  return BigInt(needles(list).findIndex(needle => occurs(folded, needle, whole)))
}

const term = /[\p{L}\p{Nd}]+/gu

/** Needles that are one whole term are looked up among the terms of a text; only phrases need a search. */
const soughtTerms = memoized(200, (list: string) => {
  const all = needles(list)
  const isTerm = ({ text }: Needle) => text.match(term)?.[0] === text
  return {
    terms: new Set(all.filter(isTerm).map(needle => needle.text)),
    phrases: all.filter(needle => !isTerm(needle)),
  }
})

/** `text has_any (list)`: an empty list never matches (semantics 2.7). */
export function hasAny(text: string, list: string): boolean {
  const folded = foldCase(text)
  const { terms, phrases } = soughtTerms(list)
  return (
    folded.match(term)?.some(found => terms.has(found)) === true ||
    phrases.some(needle => occurs(folded, needle, whole))
  )
}

/** `text has_all (list)`. */
export function hasAll(text: string, list: string): boolean {
  const folded = foldCase(text)
  const { terms, phrases } = soughtTerms(list)
  const found = new Set(terms.size > 0 ? folded.match(term) : [])
  return [...terms].every(sought => found.has(sought)) && phrases.every(needle => occurs(folded, needle, whole))
}

const predicate = (test: (text: string, needle: string) => boolean) =>
  defineUdf({ parameters: ['string', 'string'], result: 'bool', nulls: 'propagate', call: test })

export const termUdfs = named({
  has: predicate(hasTerm),
  has_cs: predicate(hasTermExactly),
  hasprefix: predicate(hasPrefix),
  hasprefix_cs: predicate(hasPrefixExactly),
  hassuffix: predicate(hasSuffix),
  hassuffix_cs: predicate(hasSuffixExactly),
  has_any: defineUdf({ parameters: ['string', 'dynamic'], result: 'bool', nulls: 'propagate', call: hasAny }),
  has_all: defineUdf({ parameters: ['string', 'dynamic'], result: 'bool', nulls: 'propagate', call: hasAll }),
  has_any_index: defineUdf({
    parameters: ['string', 'dynamic'],
    result: 'long',
    nulls: 'propagate',
    call: hasAnyIndex,
  }),
})
