import type { Io } from '../io.ts'

/** One line that a long command keeps current. */
export interface Progress {
  show(text: string): void
  /** Takes the line away before the report. */
  end(): void
}

/** On standard error if that is a terminal; nothing elsewhere, as in CI. */
export function progress({ stderr, env }: Io): Progress {
  if (!stderr.isTerminal || env.CI) return { show() {}, end() {} }
  const clear = '\r\u001b[K'
  return {
    show: text => stderr.write(clear + text.slice(0, stderr.width - 1)),
    end: () => stderr.write(clear),
  }
}
