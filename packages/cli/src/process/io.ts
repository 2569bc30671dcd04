import type { Readable } from 'node:stream'
import type { Printable } from '@tripline/diagnostics'

/** A text output, which may be a terminal. */
export interface Output {
  write(text: Printable): void
  /** Resolves when the reader has taken what was written, so that a slow one holds the command up. */
  drained(): Promise<void>
  /** Nothing more can be delivered, as when the reader has gone. */
  readonly broken: boolean
  readonly isTerminal: boolean
  readonly width: number
}

/** The outside world of a command. */
export interface Io {
  readonly stdin: Readable & {
    readonly isTTY?: boolean
    /** Of a terminal: whether keys arrive one by one, instead of lines that the terminal has echoed. */
    readonly setRawMode?: (raw: boolean) => unknown
  }
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: () => Date
  /** Resolves after that many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>
  /** Calls `ring` after that many milliseconds; the result cancels it. */
  readonly after: (milliseconds: number, ring: () => void) => () => void
  /** A new GUID. */
  readonly uuid: () => string
  /** Milliseconds of any origin. */
  readonly stopwatch: () => number
  /** Resolves when a long-running command should end: the user interrupts it, or its reader is gone. */
  readonly interrupted: () => Promise<void>
}
