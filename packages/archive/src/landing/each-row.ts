const [newline, quote, brace] = [0x0a, 0x22, 0x7b]
const key = Buffer.from('"TimeGenerated":"')
const datetime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** Takes a row by where it starts and ends, and its TimeGenerated as it is written, if that can be read. */
type TakeRow = (time: string | undefined, start: number, end: number) => void

/**
 * Goes through lines, each a row as JSON unless it is blank. Rows are not parsed
 * if the first TimeGenerated in a line is certainly the row's own.
 */
export function eachRow(bytes: Buffer, take: TakeRow): void {
  let at = bytes.indexOf(key)
  let start = 0
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    // The next one is looked for once, however many rows have none.
    if (at >= 0 && at < start) at = bytes.indexOf(key, start)
    if (!isBlank(bytes, start, end)) take(timeOfRow(bytes, start, end, at), start, end)
    start = end + 1
  }
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if (bytes[index]! > 0x20) return false
  return true
}

function timeOfRow(bytes: Buffer, start: number, end: number, at: number): string | undefined {
  const isFirst = at >= 0 && at < end && bytes[start] === brace
  // In a string the quotes would be escaped, and in a nested object there would be another brace before it.
  if (!isFirst || bytes.lastIndexOf(brace, at) !== start) return parsedTime(bytes.toString('utf8', start, end))
  const from = at + key.length
  let until = from
  while (until < end && bytes[until] !== quote) until += 1
  const time = bytes.toString('latin1', from, until)
  return datetime.test(time) ? time : undefined
}

function parsedTime(line: string): string | undefined {
  try {
    const time: unknown = JSON.parse(line)?.TimeGenerated
    return typeof time === 'string' && datetime.test(time) ? time : undefined
  } catch {
    return undefined
  }
}
