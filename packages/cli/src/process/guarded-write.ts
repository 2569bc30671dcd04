import { neutralizeCommands, type Printable } from '@tripline/diagnostics'

/**
 * The `write` of an output: no line passes that a CI runner would obey, however it was put together, except for
 * commands of our own.
 */
export function guardedWrite(write: (text: string) => void): (text: Printable) => void {
  /** What was written of the current line. */
  let line = ''
  return printable => {
    const text = String(printable)
    const safe = printable.isCommand ? text : neutralizeCommands(line + text).slice(line.length)
    write(safe)
    const written = line + safe
    line = written.slice(1 + Math.max(written.lastIndexOf('\n'), written.lastIndexOf('\r')))
  }
}
