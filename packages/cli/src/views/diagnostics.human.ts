import { colourful, type Diagnostic, type Palette, plain, renderHuman, text } from '@tripline/diagnostics'
import { type ExitCode, exitCodeOf } from '../process/exit-codes.ts'
import type { Io, Output } from '../process/io.ts'

/** Shows messages on standard error. Returns the exit code of a command that ends with them. */
export function showDiagnostics(diagnostics: readonly Diagnostic[], io: Io): ExitCode {
  if (diagnostics.length > 0) io.stderr.write(text`${renderHuman(diagnostics, paletteOf(io.stderr, io))}\n`)
  return exitCodeOf(diagnostics)
}

/** Colours on a terminal, unless its user wants none (no-color.org). */
export const paletteOf = ({ isTerminal }: Output, { env }: Io): Palette =>
  isTerminal && !env.NO_COLOR && env.TERM !== 'dumb' ? colourful : plain
