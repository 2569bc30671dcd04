import { nearest, orDidYouMean } from '@tripline/diagnostics'
import type { Options } from 'yargs'
import { everywhere, grammar, type VerbName } from './grammar.ts'
import { secondWords } from './two-word-verbs.ts'

type Option = Options & { readonly value?: string }

type Reword = (found: string, verb: VerbName | undefined) => string

/** What the parser of the command line says, by the form of its message, and what is said instead. */
const rewordings: readonly (readonly [form: RegExp, reword: Reword])[] = [
  [/^Unknown arguments?: (.*)$/, (names, verb) => each(names, ', ', name => unknown(name, verb)).join('\n')],
  [
    /^Missing required arguments?: (.*)$/,
    (names, verb) => `pass ${each(names, ', ', name => shown(name, verb)).join(' and ')}`,
  ],
  [/^Invalid values:\n([\s\S]*)$/, (lines, verb) => each(lines, '\n', line => invalid(line, verb)).join('\n')],
]

const each = (list: string, separator: string, reword: (one: string) => string): readonly string[] =>
  list.split(separator).map(reword)

/** A message about a command line, with what was probably meant. */
export function usageMessage(message: string, verb: VerbName | undefined): string {
  for (const [form, reword] of rewordings) {
    const found = form.exec(message)?.[1]
    if (found !== undefined) return reword(found, verb)
  }
  return message
}

const optionsOf = (verb: VerbName | undefined): Readonly<Record<string, Option>> => ({
  ...(verb && grammar[verb].options),
  ...everywhere,
})

const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`)

/** The parser does not say whether a word had dashes. */
function unknown(name: string, verb: VerbName | undefined): string {
  const second = secondWords(name)
  if (verb === undefined && second.length > 0) return `${name} needs another word: ${second.join(', ')}`
  if (verb === undefined) return `unknown command or option ${name}${orDidYouMean(nearest(name, Object.keys(grammar)))}`
  const near = nearest(name, Object.keys(optionsOf(verb)))
  return near === undefined
    ? `unknown option or argument ${name}`
    : `unknown option ${dashed(name)}; did you mean ${dashed(near)}?`
}

/** An option with its value, as help writes it; an argument by its name. */
function shown(name: string, verb: VerbName | undefined): string {
  const option = optionsOf(verb)[name]
  return option ? `--${name} ${option.value ?? ''} (${option.describe})` : name
}

/** `  Argument: format, Given: "jsno", Choices: "table", "json"` */
function invalid(line: string, verb: VerbName | undefined): string {
  const [, name, given, choices] = /^ {2}Argument: (\S+), Given: "?(.*?)"?, Choices: (.*)$/.exec(line) ?? []
  if (name === undefined || given === undefined || choices === undefined) return line.trim()
  const allowed = Array.from(choices.matchAll(/"([^"]*)"/g), ([, choice]) => choice!)
  const option = optionsOf(verb)[name] ? `--${name}` : name
  return `${option} ${given}: expected ${allowed.join(', ')}${orDidYouMean(nearest(given, allowed))}`
}
