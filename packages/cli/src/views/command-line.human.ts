import type { Io } from '../io.ts'

export const showHelp = (text: string, { stdout }: Io): void => stdout.write(`${text.trimEnd()}\n`)

export function showUsage(
  { message, verb }: { readonly message: string; readonly verb?: string },
  { stderr }: Io,
): void {
  stderr.write(`tripline: ${message}\nSee tripline ${verb === undefined ? '' : `${verb} `}--help.\n`)
}

/** A fault of our own: only here a stack is worth showing. */
export function showFault(error: unknown, { stderr }: Io): void {
  stderr.write(`tripline: internal error, please report it\n${error instanceof Error ? error.stack : String(error)}\n`)
}
