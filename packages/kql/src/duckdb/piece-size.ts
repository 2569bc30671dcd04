import { type FilePath, fileSize, fileSlices } from '@tripline/files'

interface LineMeasure {
  /** Size of the file in bytes. */
  readonly size: number
  /** Average length of a line in bytes. */
  readonly line: number
}

const sliceSize = 2 ** 16
const slices = 16

/** The average length of a line, estimated from slices across the file. */
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

/** How much the database reads at once by default. */
const usual = 2 ** 25

/**
 * How much of a file a thread should read at once; undefined for the default. A piece is stored directly if it fills one of the
 * database's row groups (122,880 rows) to at least nine tenths; smaller pieces are stored and then copied together. The number
 * of pieces is even, for two threads. The default suits short lines, and pieces of very long lines would take too much memory.
 */
export function pieceSize({ size, line }: LineMeasure): number | undefined {
  const pairs = Math.floor(size / (2 * line * 117_000))
  const piece = Math.ceil(size / (2 * pairs)) + sliceSize
  return piece > usual && piece < 8 * usual ? piece : undefined
}

/**
 * A row group that holds a part of a log, which has about 130,000 rows. If parts exceeded it by a few rows each, the database would
 * fill the row groups of the rest by writing all rows again.
 */
export const rowGroupOfParts = 70 * 2_048

/** The database reads twice as much at once unless it should read more than this. */
const leastPiece = 2 ** 24 + 1

/** Of so many rows, a row group that holds a piece and ends with one of the database's vectors (2,048 rows) is full to nine tenths. */
const fewestRows = 30_720

/** The database's usual row group. */
const mostRows = 122_880

/** Pieces of a file, and row groups that hold one each. */
export interface FittedPieces {
  readonly bytes: number
  /** How many rows a row group has. */
  readonly rowGroup: number
}

/**
 * Pieces of a file for two threads to read into tables whose row groups are fitted to them: then each piece is stored as it is,
 * however few rows there are. Undefined for lines so short or so long that the usual pieces suit them better.
 */
export function fittedPieces({ size, line }: LineMeasure): FittedPieces | undefined {
  const least = Math.max(leastPiece, Math.ceil(line * fewestRows))
  const pairs = Math.floor(size / (2 * least))
  const bytes = pairs > 0 ? Math.ceil(size / (2 * pairs)) + sliceSize : least
  // Room for an estimate: a piece that exceeds its row group costs more than one that does not fill it.
  const rowGroup = 2_048 * Math.ceil((1.04 * bytes) / (2_048 * line))
  return rowGroup <= mostRows && bytes < Math.min(8 * usual, size) ? { bytes, rowGroup } : undefined
}
