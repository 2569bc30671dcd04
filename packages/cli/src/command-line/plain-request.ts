import { readPackageFile } from '@tripline/files'
import { grammar, type VerbName } from './grammar.ts'
import { helpText } from './help-text.ts'

/**
 * The answer to `--version`, `--help` and `VERB --help`; undefined for any other command line. Loading the parser of command
 * lines takes longer than answering these, which it would answer alike.
 */
export function plainRequest(argv: readonly string[]): string | undefined {
  const option = argv.at(-1)
  if (option === '--version') return argv.length === 1 ? version() : undefined
  if (option !== '--help') return undefined
  const [verb] = argv
  if (argv.length === 1) return helpText(undefined)
  return argv.length === 2 && isVerb(verb!) ? helpText(verb) : undefined
}

const isVerb = (word: string): word is VerbName => Object.hasOwn(grammar, word)

/** The version of this package. */
export const version = (): string =>
  JSON.parse(readPackageFile(new URL(import.meta.resolve('#manifest'))).toString('utf8')).version
