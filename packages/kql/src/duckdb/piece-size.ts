import { type FilePath, fileSize } from '@tripline/files'
import { fileSlices } from './file-slices.ts'

interface LineMeasure {
  /** Bytes of the file. */
  readonly size: number
  /** Bytes of a line, on average. */
  readonly line: number
}

const sliceSize = 2 ** 16
const slices = 16

/** How long the lines of a file are, from slices all over it. */
export function measureLines(path: FilePath): LineMeasure {
  const size = fileSize(path)
  let bytes = 0
  let lines = 0
  for (const slice of fileSlices(path, sliceSize, Math.max(sliceSize, Math.ceil(size / slices)))) {
    bytes += slice.length
    for (let at = slice.indexOf(10); at >= 0; at = slice.indexOf(10, at + 1)) lines++
  }
  return { size, line: bytes / lines }
}

/** What the database reads at once by default. */
const usual = 2 ** 25

/**
 * How much of a file a thread is to read at once; undefined for as much as usual. A piece is stored as it is when it makes one
 * of the database's groups of 122,880 rows, of which a tenth may lack; smaller ones are stored and then copied together. Two
 * threads share an even number of pieces. Of short lines the usual piece holds enough, and very long ones would take too much memory.
 */
export function pieceSize({ size, line }: LineMeasure): number | undefined {
  const pairs = Math.floor(size / (2 * line * 117_000))
  const piece = Math.ceil(size / (2 * pairs)) + sliceSize
  return piece > usual && piece < 8 * usual ? piece : undefined
}
