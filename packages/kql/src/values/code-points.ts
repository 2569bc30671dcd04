/** Kusto counts code points, JavaScript UTF-16 units (semantics 4.8). */

// biome-ignore lint/suspicious/noControlCharactersInRegex: every character that is one unit
const noPairs = /^[\x00-\ud7ff\ue000-\uffff]*$/

/** The unit offset of the code point at `index`; undefined past the end (the end itself is an offset). */
export function codePointOffset(text: string, index: number): number | undefined {
  if (noPairs.test(text)) return index <= text.length ? index : undefined
  let offset = 0
  for (let count = 0; count < index; count++) {
    if (offset >= text.length) return undefined
    offset += text.codePointAt(offset)! > 0xffff ? 2 : 1
  }
  return offset
}

/** The number of code points before a unit offset. */
export function codePointIndex(text: string, offset: number): number {
  if (noPairs.test(text)) return offset
  let count = 0
  for (let at = 0; at < offset; at += text.codePointAt(at)! > 0xffff ? 2 : 1) count++
  return count
}

/** `strlen(text)`. */
export const codePointLength = (text: string): number => codePointIndex(text, text.length)
