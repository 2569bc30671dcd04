import type { FilePath } from '@tripline/files'
import { fileSlices } from './file-slices.ts'

const [quote, comma, lineFeed, carriageReturn] = [0x22, 0x2c, 0x0a, 0x0d]

const sliceSize = 2 ** 20

/**
 * How many commas separate the cells of a CSV file. Undefined if a quote is anywhere but around a whole cell or doubled within
 * one, because the database reads such files in its own way.
 */
export function countSeparators(file: FilePath): number | undefined {
  let separators = 0
  let isInside = false
  // A quote that may end its cell or be the first of two; whether one that comes next starts a cell.
  let isPending = false
  let isStart = true
  for (const slice of fileSlices(file, sliceSize, sliceSize)) {
    for (let at = 0; at < slice.length; at++) {
      const byte = slice[at]!
      if (isInside && !isPending) {
        if (byte === quote) isPending = true
      } else if (byte === quote) {
        if (isPending) isPending = false
        else if (isStart) isInside = true
        else return undefined
        isStart = false
      } else {
        isStart = byte === comma || byte === lineFeed || byte === carriageReturn
        if (isPending && !isStart) return undefined
        if (byte === comma) separators++
        isInside = false
        isPending = false
      }
    }
  }
  return isInside && !isPending ? undefined : separators
}
