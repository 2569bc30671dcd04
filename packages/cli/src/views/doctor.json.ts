import type { Examined } from '../examine.ts'
import type { Io } from '../io.ts'

/** `{"examined":[{"what","ok","detail"}]}`. */
export const showExaminedJson = (examined: readonly Examined[], { stdout }: Io): void =>
  stdout.write(`${JSON.stringify({ examined }, undefined, 2)}\n`)
