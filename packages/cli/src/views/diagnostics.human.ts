import { type Diagnostic, renderHuman, text } from '@tripline/diagnostics'
import { type ExitCode, exitCodeOf } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { paletteOf } from './palette.ts'

/** Shows messages on standard error. Returns the exit code of a command that ends with them. */
export function showDiagnostics(diagnostics: readonly Diagnostic[], io: Io): ExitCode {
  if (diagnostics.length > 0) io.stderr.write(text`${renderHuman(diagnostics, paletteOf(io.stderr, io))}\n`)
  return exitCodeOf(diagnostics)
}
