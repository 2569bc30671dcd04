import { joined, printable, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { watchKeys } from '../test/watch/watch-mode.ts'

/** Empties the terminal and what can be scrolled back to, as the results of the last run are out of date. */
export function clearScreen({ stdout, env }: Io): void {
  if (stdout.isTerminal && env.TERM !== 'dumb') stdout.write(text`\u001b[2J\u001b[3J\u001b[H`)
}

export const showWatching = (root: string, hasKeys: boolean, { stderr }: Io): void =>
  stderr.write(
    hasKeys
      ? text`Watching ${root} for changes; press h for help, q to quit.\n`
      : text`Watching ${root} for changes; press Ctrl-C to stop.\n`,
  )

export function showKeys({ stderr }: Io): void {
  const lines = Object.entries(watchKeys).map(([key, { what }]) => printable(`  ${key}  ${what}`))
  stderr.write(text`${joined(lines, '\n')}\n`)
}

export const showNoneFailed = ({ stderr }: Io): void => stderr.write(text`All cases of the last run passed.\n`)

const clearLine = text`\r\u001b[K`

/** The pattern typed so far, overwriting what was shown of it before. */
export const showTyping = (line: string, { stderr }: Io): void => stderr.write(text`${clearLine}Pattern: ${line}`)

/** Takes the pattern away. */
export const endTyping = ({ stderr }: Io): void => stderr.write(clearLine)

/** Why tests run again. */
export function showChanged(paths: readonly string[], { stderr }: Io): void {
  if (paths.length > 0) stderr.write(text`Changed: ${joined(paths.map(printable), ', ')}\n`)
}
