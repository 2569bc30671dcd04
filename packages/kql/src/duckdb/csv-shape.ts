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

function scanSlice(slice: Buffer, mark: number, before: Scan): Scan | undefined {
  const endsCell = (byte: number): boolean => byte === mark || byte === lineFeed || byte === carriageReturn
  const words = new Int32Array(slice.buffer, slice.byteOffset, slice.length >> 2)
  const { length } = slice
  const { previous } = before
  let { separators, isInside, isPending } = before
  let at = 0
  while (at < length) {
    if (isPending) {
      isPending = false
      isInside = slice[at] === quote
      if (!isInside && !endsCell(slice[at]!)) return undefined
      if (isInside) at++
    }
    if (isInside) {
      at = skip(words, at, quote, quote)
      while (at < length && slice[at] !== quote) at = skip(words, at + 1, quote, quote)
      if (at >= length) break
      const isDoubled = slice[at + 1] === quote
      isInside = isDoubled
      isPending = !isDoubled
      at += isDoubled ? 2 : 1
      continue
    }
    at = skip(words, at, mark, quote)
    while (at < length && slice[at] !== quote) {
      if (slice[at] === mark) separators++
      at = skip(words, at + 1, mark, quote)
    }
    if (at >= length) break
    if (!endsCell(at > 0 ? slice[at - 1]! : previous)) return undefined
    isInside = true
    at++
  }
  return { separators, isInside, isPending, previous: slice[length - 1] ?? previous }
}

const oneInEach = 0x01010101

/** From the start of a word, the start of the next that has one of two bytes: every byte of a file is looked at, four at a time. */
function skip(words: Int32Array, start: number, one: number, other: number): number {
  if ((start & 3) !== 0) return start
  const ones = one * oneInEach
  const others = other * oneInEach
  let word = start >> 2
  while (word < words.length && !hasZero(words[word]! ^ ones) && !hasZero(words[word]! ^ others)) word++
  return word << 2
}

/** Whether a byte of a word is zero: only then does it borrow from the one above it without having its highest bit set. */
const hasZero = (word: number): boolean => ((word - oneInEach) & ~word & 0x80808080) !== 0
