import { printableLines, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'

export const showHelp = (help: string, { stdout }: Io): void => stdout.write(text`${printableLines(help.trimEnd())}\n`)

export function showUsage(
  { message, verb }: { readonly message: string; readonly verb?: string },
  { stderr }: Io,
): void {
  const command = verb === undefined ? 'tripline' : `tripline ${verb}`
  stderr.write(text`tripline: ${printableLines(message)}\nRun "${command} --help" for usage.\n`)
}
