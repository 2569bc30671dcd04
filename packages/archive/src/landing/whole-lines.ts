const newline = 0x0a

/** Gives the whole lines of bytes that come in pieces; an unfinished line waits for its end. */
export function wholeLines(): (bytes: Buffer) => Buffer {
  let rest: Buffer[] = []
  return bytes => {
    const end = bytes.lastIndexOf(newline) + 1
    const lines = bytes.subarray(0, end)
    const whole = end > 0 && rest.length > 0 ? Buffer.concat([...rest, lines]) : lines
    if (end > 0) rest = []
    if (end < bytes.length) rest.push(bytes.subarray(end))
    return whole
  }
}
