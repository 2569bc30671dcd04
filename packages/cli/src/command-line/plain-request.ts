import { readPackageFile } from '@tripline/files'
import { helpText } from './help-text.ts'
import { verbIn } from './two-word-verbs.ts'

/**
 * The answer to `--version`, `--help` and `VERB --help`; undefined for any other command line. Loading the parser of command
 * lines takes longer than answering these, which it would answer alike.
 */
export function plainRequest(argv: readonly string[]): string | undefined {
  const option = argv.at(-1)
  if (option === '--version') return argv.length === 1 ? version() : undefined
  if (option !== '--help') return undefined
  if (argv.length === 1) return helpText(undefined)
  const found = verbIn(argv)
  return found && argv.length === found.words + 1 ? helpText(found.verb) : undefined
}

/** The version of this package. */
export const version = (): string =>
  JSON.parse(readPackageFile(new URL(import.meta.resolve('#manifest'))).toString('utf8')).version
