/** Text that can refer to names of a project: a query, the body of a function. */
export interface NamesRead {
  /** Every word of the text, in lower case. A name is mentioned only if all of its words are among them. */
  readonly words: ReadonlySet<string>
  /** Whether the text may refer to names that it does not spell out, so that every name has to count as mentioned. */
  readonly anything: boolean
}

const word = /[\p{L}\p{N}_]+/gu

/** The words of a name or a text, in lower case. */
export const wordsOf = (text: string): readonly string[] =>
  // Each on its own, because the lower case of some letters depends on their neighbours.
  (text.match(word) ?? []).map(found => found.toLowerCase())

/**
 * What makes a text refer to names that it does not spell out: operators over tables by pattern, the other spelling of
 * `externaldata`, escapes in strings, and functions that take a name from anything but a plain string.
 */
const indirect = [
  /\b(?:search|find|external_data)\b/i,
  /\bunion\b.*\*/is,
  /\\[uUxX0-9]/,
  /\[\s*["'][^"'\]]*\\/,
  /\b(?:_GetWatchlist|table)\b(?!\s*\(\s*(["'])[^"'\\]*\1\s*\))/i,
]

export function namesRead(texts: readonly string[]): NamesRead {
  const text = texts.join('\n')
  return { words: new Set(wordsOf(text)), anything: indirect.some(pattern => pattern.test(text)) }
}
