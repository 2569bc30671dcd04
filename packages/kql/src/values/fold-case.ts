import { memoized } from '../limits/bounded-cache.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range starts at NUL
const ascii = /^[\x00-\x7f]*$/

/**
 * The text with every code point replaced by its simple case folding: one for one, so positions are unchanged, ß is not ss, and
 * the dotless i folds only to itself (semantics 2.2).
 */
export const foldCase = (text: string): string =>
  ascii.test(text) ? text.toLowerCase() : Array.from(text, foldedCharacter).join('')

const foldedCharacter = memoized(20_000, (character: string): string => {
  if (character === '\u0131') return character
  const upper = character.toUpperCase()
  const lower = (isSingle(upper) ? upper : character).toLowerCase()
  return isSingle(lower) ? lower : character
})

const isSingle = (text: string): boolean => text.length === (text.codePointAt(0)! > 0xffff ? 2 : 1)
