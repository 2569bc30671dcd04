import type { Options } from 'yargs'
import { everywhere, grammar, type VerbName } from './grammar.ts'
import { verbHelp } from './verb-help.ts'

/** Columns of the text, as a terminal has at least. */
const width = 80

type Row = readonly [term: string, description: string]

const own: readonly Row[] = [
  ['--help', 'show help'],
  ['--version', 'show the version'],
]

/** The help of one verb, or of the whole command. */
export const helpText = (verb: VerbName | undefined): string => (verb === undefined ? overview() : verbText(verb))

function overview(): string {
  const verbs = Object.entries(grammar).map(([name, { summary }]): Row => [name, summary])
  return sections([
    'Detections as code for Microsoft Sentinel',
    'Usage: tripline <command> [options]',
    titled('Commands', columns(verbs)),
    titled('Options', columns(own)),
    paragraph('Run "tripline <command> --help" for the options, examples and exit codes of a command.'),
    paragraph('A variable TRIPLINE_<OPTION> sets an option, such as TRIPLINE_FORMAT=json.'),
  ])
}

function verbText(verb: VerbName): string {
  const { usage, summary, positionals, options } = grammar[verb]
  const { description, examples, exitCodes } = verbHelp[verb]
  const codes = [...exitCodes, [70, 'internal error; please report it'] as const]
  return sections([
    summary.charAt(0).toUpperCase() + summary.slice(1),
    `Usage: tripline ${usage.replaceAll('..', '...')} [options]`,
    ...description.map(paragraph),
    ...titledRows('Arguments', Object.entries(positionals).map(positionalRow)),
    ...titledRows('Options', [...Object.entries({ ...options, ...everywhere }).map(optionRow), own[0]!]),
    titled('Examples', examples.map(({ what, command }) => `  # ${what}\n  tripline ${command}`).join('\n')),
    titled('Exit codes', columns(codes.map(([code, when]): Row => [String(code).padStart(2), when]))),
  ])
}

const positionalRow = ([name, { describe = '' }]: readonly [string, Options]): Row => [name, describe]

function optionRow([name, option]: readonly [string, Options & { readonly value?: string }]): Row {
  const { alias, value, describe = '', default: initial, demandOption } = option
  const also = alias === undefined ? '' : `${String(alias).length === 1 ? '-' : '--'}${alias}, `
  const term = `${also}--${name}${value === undefined ? '' : ` ${value}`}`
  const notes = [
    ...(demandOption ? ['required'] : []),
    ...(initial === undefined || initial === false ? [] : [`default: ${initial}`]),
  ]
  return [term, [describe, ...notes.map(note => `(${note})`)].join(' ')]
}

const paragraph = (text: string): string => wrapped(text, width).join('\n')
const sections = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`
const titled = (title: string, body: string): string => `${title}:\n${body}`
const titledRows = (title: string, rows: readonly Row[]): readonly string[] =>
  rows.length > 0 ? [titled(title, columns(rows))] : []

/** Descriptions next to their terms, or below a term that is too long for that. */
function columns(rows: readonly Row[]): string {
  const indent = Math.min(Math.max(...rows.map(([term]) => term.length)), 28) + 4
  return rows
    .flatMap(([term, description]) => {
      const [first = '', ...rest] = wrapped(description, width - indent)
      const head = `  ${term}`
      const lines = head.length + 2 <= indent ? [head.padEnd(indent) + first] : [head, ' '.repeat(indent) + first]
      return [...lines, ...rest.map(line => ' '.repeat(indent) + line)]
    })
    .join('\n')
}

/** Lines of at most that many characters, broken at spaces. */
function wrapped(text: string, limit: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > limit) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
