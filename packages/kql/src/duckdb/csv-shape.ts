import { setImmediate } from 'node:timers/promises'
import { type FilePath, fileSlices } from '@tripline/files'

const [quote, lineFeed, carriageReturn] = [0x22, 0x0a, 0x0d]

const sliceSize = 2 ** 20

/** What is known at a position in a CSV file. */
interface Scan {
  readonly separators: number
  readonly isInside: boolean
  /** After a quote that may end its cell or be the first of two. */
  readonly isPending: boolean
  readonly previous: number
}

/**
 * How many separators there are between the cells of a CSV file. Undefined if a quote is anywhere but around a whole cell or doubled within
 * one, because the database reads such files in its own way. Other work goes on between slices.
 */
export async function countSeparators(file: FilePath, separator: ',' | ';' | '\t'): Promise<number | undefined> {
  const mark = separator.charCodeAt(0)
  let scan: Scan | undefined = { separators: 0, isInside: false, isPending: false, previous: lineFeed }
  for (const slice of fileSlices(file, sliceSize, sliceSize)) {
    scan = scanSlice(slice, mark, scan)
    if (!scan) return undefined
    await setImmediate()
  }
  return scan.isInside ? undefined : scan.separators
}

/** The loops are tight, since every byte passes through one. */
function scanSlice(slice: Buffer, mark: number, before: Scan): Scan | undefined {
  const endsCell = (byte: number): boolean => byte === mark || byte === lineFeed || byte === carriageReturn
  const highest = Math.max(mark, quote)
  const { length } = slice
  const { previous } = before
  let { separators, isInside, isPending } = before
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
  return { separators, isInside, isPending, previous: slice[length - 1] ?? previous }
}
