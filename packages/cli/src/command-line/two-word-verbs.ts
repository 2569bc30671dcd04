import { grammar, type VerbName } from './grammar.ts'

const isVerb = (word: string): word is VerbName => Object.hasOwn(grammar, word)

/** The verb with which a command line begins, and how many words it has. */
export function verbIn([first = '', second]: readonly string[]): { verb: VerbName; words: number } | undefined {
  const both = `${first} ${second}`
  if (isVerb(both)) return { verb: both, words: 2 }
  return isVerb(first) ? { verb: first, words: 1 } : undefined
}

/** A verb as one word, as the parser of command lines wants it. */
export const oneWord = (verb: string): string => verb.replace(' ', ':')

/** A command line whose verb is one word. */
export function withOneWord(argv: readonly string[]): readonly string[] {
  const found = verbIn(argv)
  return found ? [oneWord(found.verb), ...argv.slice(found.words)] : argv
}

/** The second words of the verbs that begin with a word. */
export const secondWords = (first: string): readonly string[] =>
  Object.keys(grammar).flatMap(verb => (verb.startsWith(`${first} `) ? [verb.slice(first.length + 1)] : []))
