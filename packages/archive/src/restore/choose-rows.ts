import { eachRow } from '../landing/each-row.ts'
import { wholeLines } from '../landing/whole-lines.ts'
import type { Part } from '../vault/manifest.ts'

/** A part, and which of its rows are rows of the day. */
export interface RestoredPart {
  readonly part: Pick<Part, 'name' | 'length' | 'sha256'>
  /** Unpacked, as its slices say. */
  readonly bytes: number
  /** All of them, all but those of some hours, or the bytes of some slices. */
  readonly rows: 'all' | { readonly except: ReadonlySet<string> } | { readonly slices: Part['slices'] }
}

/** Passes on, of the unpacked bytes of a part, those of the rows that are part of the day. */
export function rowChooser(rows: RestoredPart['rows']): (bytes: Buffer) => readonly Buffer[] {
  if (rows === 'all') return bytes => [bytes]
  return 'except' in rows ? withoutHours(rows.except) : withinSlices(rows.slices)
}

function withoutHours(hours: ReadonlySet<string>): (bytes: Buffer) => readonly Buffer[] {
  const lines = wholeLines()
  return bytes => {
    const whole = lines(bytes)
    const kept: Buffer[] = []
    eachRow(whole, (time, start, end) => {
      const hour = time?.slice(0, 13)
      if (hour === undefined || !hours.has(hour)) kept.push(whole.subarray(start, end + 1))
    })
    return kept
  }
}

function withinSlices(slices: readonly { readonly offset: number; readonly length: number }[]) {
  let start = 0
  return (bytes: Buffer): readonly Buffer[] => {
    const [from, to] = [start, start + bytes.length]
    start = to
    return slices.flatMap(({ offset, length }) =>
      offset < to && offset + length > from
        ? [bytes.subarray(Math.max(0, offset - from), Math.min(bytes.length, offset + length - from))]
        : [],
    )
  }
}
