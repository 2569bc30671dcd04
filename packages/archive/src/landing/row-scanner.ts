import { eachRow } from './each-row.ts'
import { wholeLines } from './whole-lines.ts'

/** What is known about rows as data export and queries write them, one JSON object a line. */
export interface ScannedRows {
  readonly rows: number
  /** Rows by the hour of their TimeGenerated, `2026-03-01T13`. */
  readonly hours: ReadonlyMap<string, number>
  /** Rows without a TimeGenerated that can be read. */
  readonly undated: number
  /** TimeGenerated of the first and the last row in time; absent if no row has one. */
  readonly first?: string
  readonly last?: string
}

export interface RowScanner {
  /** Takes the next bytes; lines may be cut anywhere. */
  push(bytes: Buffer): void
  /** The end of the last line. */
  end(): ScannedRows
}

const newline = Buffer.from('\n')

/** Counts rows. */
export function rowScanner(): RowScanner {
  let [rows, undated] = [0, 0]
  let first: string | undefined
  let last: string | undefined
  const hours = new Map<string, number>()
  const lines = wholeLines()
  const count = (bytes: Buffer): void => {
    eachRow(lines(bytes), time => {
      rows += 1
      if (time === undefined) {
        undated += 1
        return
      }
      if (first === undefined || time < first) first = time
      if (last === undefined || time > last) last = time
      const hour = time.slice(0, 13)
      hours.set(hour, (hours.get(hour) ?? 0) + 1)
    })
  }
  return {
    push: count,
    end() {
      count(newline)
      return { rows, hours, undated, ...(first !== undefined && { first }), ...(last !== undefined && { last }) }
    },
  }
}
