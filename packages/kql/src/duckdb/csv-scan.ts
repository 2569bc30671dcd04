import { setImmediate } from 'node:timers/promises'
import { type FilePath, fileSlices, instanceOf } from '@tripline/files'
import type { LogFile } from './log-file.ts'

/** Where the cells and rows of CSV end, as its bytes are read piece by piece. */
export interface CsvScan {
  /** False if a quote is anywhere but around a whole cell or doubled within one: the database reads such text in its own way. */
  read(bytes: Buffer): boolean
  /** How many separators there are between cells. */
  readonly separators: number
  /** The offset after the last end of a row in the bytes that were read last; 0 if there is none. */
  readonly rowEnd: number
  /** Whether no quotes are open. */
  readonly isComplete: boolean
}

/** The functions of `csv-scan/src/lib.rs`. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly bytes: () => number
  readonly found: () => number
  readonly scan: (length: number, separator: number, state: number) => number
}

/** What is scanned at once (bytes), and the states between. */
const sliceSize = 2 ** 20
const [inside, mayOpen, stray] = [1, 2, 8]

interface Scanner {
  readonly slice: Uint8Array
  readonly found: Uint32Array
  readonly scan: Exports['scan']
}

let loaded: Scanner | undefined

/** Loads the scanner on first use; it keeps nothing from one call to the next. */
function scannerOf(): Scanner {
  if (loaded) return loaded
  const { memory, bytes, found, scan } = instanceOf<Exports>(import.meta.resolve('#csv-scan'))
  loaded = {
    slice: new Uint8Array(memory.buffer, bytes(), sliceSize),
    found: new Uint32Array(memory.buffer, found(), 2),
    scan,
  }
  return loaded
}

export function csvScan(separator: LogFile['separator'] = ','): CsvScan {
  const { slice, found, scan } = scannerOf()
  const mark = separator.charCodeAt(0)
  let state = mayOpen
  let separators = 0
  let rowEnd = 0
  return {
    read(bytes) {
      rowEnd = 0
      for (let at = 0; at < bytes.length; at += sliceSize) {
        const piece = bytes.subarray(at, at + sliceSize)
        slice.set(piece)
        state = scan(piece.length, mark, state)
        if ((state & stray) !== 0) return false
        const [more, end] = found as unknown as [number, number]
        separators += more
        if (end > 0) rowEnd = at + end
      }
      return true
    },
    get separators() {
      return separators
    },
    get rowEnd() {
      return rowEnd
    },
    get isComplete() {
      return (state & inside) === 0
    },
  }
}

/** How many separators are between the cells of a CSV file; undefined if that is uncertain. Other work goes on between slices. */
export async function countSeparators(file: FilePath, separator: LogFile['separator']): Promise<number | undefined> {
  const scan = csvScan(separator)
  for (const slice of fileSlices(file, sliceSize, sliceSize)) {
    if (!scan.read(slice)) return undefined
    await setImmediate()
  }
  return scan.isComplete ? scan.separators : undefined
}
