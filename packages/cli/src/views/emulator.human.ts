import { text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'

/** The first line of standard output is what a script waits for. */
export const showListening = (url: string, { stdout }: Io): void =>
  stdout.write(text`Listening on ${url}; press Ctrl-C to stop.\n`)
