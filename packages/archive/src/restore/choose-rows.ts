import { timeOfRow } from '../landing/row-scanner.ts'
import type { Part } from '../vault/manifest.ts'

/** Which rows of a part are rows of the day. */
export interface RestoredPart {
  readonly part: Part
  /** All of them, all but those of some hours, or the bytes of some slices. */
  readonly rows: 'all' | { readonly except: ReadonlySet<string> } | { readonly slices: Part['slices'] }
}

/** Passes on, of the unpacked bytes of a part, those of the rows that are part of the day. */
export function rowChooser(rows: RestoredPart['rows']): (bytes: Buffer) => readonly Buffer[] {
  if (rows === 'all') return bytes => [bytes]
  return 'except' in rows ? withoutHours(rows.except) : withinSlices(rows.slices)
}

function withoutHours(hours: ReadonlySet<string>): (bytes: Buffer) => readonly Buffer[] {
  let rest = Buffer.alloc(0)
  return bytes => {
    const all = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
    const kept: Buffer[] = []
    let start = 0
    for (let end = all.indexOf(0x0a); end >= 0; end = all.indexOf(0x0a, start)) {
      const hour = timeOfRow(all, start, end)?.slice(0, 13)
      if (hour === undefined || !hours.has(hour)) kept.push(all.subarray(start, end + 1))
      start = end + 1
    }
    rest = Buffer.from(all.subarray(start))
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
