import { oneLine, type Printable, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'

/** One line that a long command keeps current. */
export interface Progress {
  show(line: string | Printable): void
  /** Clears the line. */
  end(): void
}

/** On standard error if that is a terminal; nothing elsewhere, as in CI. */
export function progress({ stderr, env }: Io): Progress {
  if (!stderr.isTerminal || env.CI) return { show() {}, end() {} }
  const clear = text`\r\u001b[K`
  return {
    show: line => stderr.write(text`${clear}${oneLine(String(line)).slice(0, stderr.width - 1)}`),
    end: () => stderr.write(clear),
  }
}
