import { type FilePath, fileSlices } from '@tripline/files'

const [quote, lineFeed, carriageReturn] = [0x22, 0x0a, 0x0d]

const sliceSize = 2 ** 20

/**
 * How many separators there are between the cells of a CSV file. Undefined if a quote is anywhere but around a whole cell or doubled within
 * one, because the database reads such files in its own way. The loops are tight, since every byte passes through one.
 */
export function countSeparators(file: FilePath, separator: ',' | ';' | '\t'): number | undefined {
  const mark = separator.charCodeAt(0)
  const endsCell = (byte: number): boolean => byte === mark || byte === lineFeed || byte === carriageReturn
  const highest = Math.max(mark, quote)
  let separators = 0
  let isInside = false
  // A quote that may end its cell or be the first of two.
  let isPending = false
  let previous = lineFeed
  for (const slice of fileSlices(file, sliceSize, sliceSize)) {
    const { length } = slice
    let at = 0
    while (at < length) {
      if (isInside) {
        while (at < length && slice[at] !== quote) at++
        if (at === length) break
        isInside = false
        isPending = true
        at++
        continue
      }
      if (isPending) {
        isPending = false
        isInside = slice[at] === quote
        if (isInside) {
          at++
          continue
        }
        if (!endsCell(slice[at]!)) return undefined
      }
      for (; at < length; at++) {
        const byte = slice[at]!
        if (byte > highest) continue
        if (byte === mark) separators++
        if (byte !== quote) continue
        if (!endsCell(at > 0 ? slice[at - 1]! : previous)) return undefined
        isInside = true
        at++
        break
      }
    }
    previous = slice[length - 1] ?? previous
  }
  return isInside ? undefined : separators
}
