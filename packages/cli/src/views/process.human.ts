import { printableLines, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'

type Stderr = Pick<Io, 'stderr'>

/** An internal error, the only case in which a stack is shown. */
export function showFault(error: unknown, { stderr }: Stderr): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  stderr.write(text`tripline: internal error, please report it\n${printableLines(stack)}\n`)
}

export const showWarning = ({ name, message }: Error, { stderr }: Stderr): void =>
  stderr.write(text`tripline: ${name}: ${message}\n`)

export const showUndelivered = (reason: string, { stderr }: Stderr): void =>
  stderr.write(text`tripline: cannot write to standard output: ${reason}\n`)
