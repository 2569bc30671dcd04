import type { Readable } from 'node:stream'
import type { Printable } from '@tripline/diagnostics'

/** Where text goes; what is a terminal has a width. */
export interface Output {
  write(text: Printable): void
  /** Resolves when the reader has taken what was written, so that a slow one holds the command up. */
  drained(): Promise<void>
  /** Nothing more can be delivered, as when the reader has gone. */
  readonly broken: boolean
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
  /** Resolves after that many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>
  /** Rings after that many milliseconds; the result calls it off. */
  readonly after: (milliseconds: number, ring: () => void) => () => void
  /** A new GUID. */
  readonly uuid: () => string
  /** Milliseconds of any origin. */
  readonly stopwatch: () => number
  /** Resolves when a command is to end that would go on by itself: its user wants it to, or nobody can read it any more. */
  readonly interrupted: () => Promise<void>
}
