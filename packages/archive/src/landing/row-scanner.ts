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

const [newline, brace] = [0x0a, 0x7b]
const key = Buffer.from('"TimeGenerated":"')
const datetime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** Counts rows without parsing them, wherever the first TimeGenerated in a line is certainly the row's own. */
export function rowScanner(): RowScanner {
  let [rows, undated] = [0, 0]
  let first: string | undefined
  let last: string | undefined
  const hours = new Map<string, number>()
  let rest: Buffer[] = []

  const count = (bytes: Buffer, start: number, end: number): void => {
    if (isBlank(bytes, start, end)) return
    rows += 1
    const time = timeOfRow(bytes, start, end)
    if (time === undefined) {
      undated += 1
      return
    }
    if (first === undefined || time < first) first = time
    if (last === undefined || time > last) last = time
    const hour = time.slice(0, 13)
    hours.set(hour, (hours.get(hour) ?? 0) + 1)
  }
  return {
    push(bytes) {
      let start = 0
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
        if (rest.length > 0) {
          const line = Buffer.concat([...rest, bytes.subarray(0, end)])
          rest = []
          count(line, 0, line.length)
        } else count(bytes, start, end)
        start = end + 1
      }
      if (start < bytes.length) rest.push(bytes.subarray(start))
    },
    end() {
      const line = Buffer.concat(rest)
      rest = []
      count(line, 0, line.length)
      return { rows, hours, undated, ...(first !== undefined && { first }), ...(last !== undefined && { last }) }
    },
  }
}

const isBlank = (bytes: Buffer, start: number, end: number): boolean => {
  for (let index = start; index < end; index++) if (bytes[index]! > 0x20) return false
  return true
}

/** The TimeGenerated of a row between two offsets, as it is written. */
export function timeOfRow(bytes: Buffer, start: number, end: number): string | undefined {
  const at = bytes.indexOf(key, start)
  // In a string the quotes would be escaped, and in a nested object there would be another brace before it.
  if (at >= 0 && at < end && bytes[start] === brace && bytes.lastIndexOf(brace, at) === start) {
    const from = at + key.length
    const until = bytes.indexOf(0x22, from)
    const time = bytes.toString('latin1', from, Math.min(until < 0 ? end : until, end))
    return datetime.test(time) ? time : undefined
  }
  return parsedTime(bytes.toString('utf8', start, end))
}

function parsedTime(line: string): string | undefined {
  try {
    const time: unknown = JSON.parse(line)?.TimeGenerated
    return typeof time === 'string' && datetime.test(time) ? time : undefined
  } catch {
    return undefined
  }
}
