import type { Readable } from 'node:stream'

/** Where text goes; what is a terminal has a width. */
export interface Output {
  write(text: string): void
  /** Resolves when the reader has taken what was written, so that a slow one holds the command up. */
  drained(): Promise<void>
  readonly isTerminal: boolean
  readonly width: number
}

/** The world outside of a command. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: () => Date
  /** A new GUID. */
  readonly uuid: () => string
  /** Milliseconds of any origin. */
  readonly stopwatch: () => number
  /** Resolves when the user wants a command to end that would go on by itself. */
  readonly interrupted: () => Promise<void>
}
