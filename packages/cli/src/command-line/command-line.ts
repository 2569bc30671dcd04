import yargs, { type Argv, type Options } from 'yargs'
import { type Args, everywhere, grammar, type VerbName } from './grammar.ts'
import { helpText } from './help-text.ts'
import { version } from './plain-request.ts'
import { oneWord, verbIn, withOneWord } from './two-word-verbs.ts'
import { usageMessage } from './usage-message.ts'

/** A parsed command line. */
export type CommandLine =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'wrong'; readonly message: string; readonly verb?: VerbName }
  | {
      readonly [Name in VerbName]: { readonly kind: 'command'; readonly verb: Name; readonly args: Args<Name> }
    }[VerbName]

/** Reads the arguments. Missing options come from `TRIPLINE_*` variables, then from the defaults. */
export async function readCommandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<CommandLine> {
  let chosen: CommandLine | undefined
  let verb: VerbName | undefined
  let wrong: string | undefined
  const parser = candidates(argv).reduce<Argv>(
    (cli, [name, { usage, positionals, options }]) => {
      const all: Record<string, Options> = { ...options, ...everywhere }
      const builder = (own: Argv) => {
        verb = name as VerbName
        return Object.entries(positionals as Record<string, Options>)
          .reduce((sum, [key, positional]) => sum.positional(key, positional as never), own)
          .options(hidden(all))
          .config(fromEnvironment(all, env))
          .check(args => refuseRepeated(all, args))
      }
      return cli.command(usage.replace(name, oneWord(name)), false, builder, args => {
        chosen = { kind: 'command', verb: name, args } as unknown as CommandLine
      })
    },
    yargs()
      .scriptName('tripline')
      .parserConfiguration({
        'boolean-negation': false,
        'dot-notation': false,
        'greedy-arrays': false,
        'parse-positional-numbers': false,
      })
      .detectLocale(false)
      .version(versionAsked)
      .strict()
      .demandCommand(1, 'no command given')
      .exitProcess(false)
      .wrap(null)
      // Left to itself, the parser goes on past an option that it does not know, and stumbles over --constructor.
      .fail((message, error) => {
        wrong ??= message || error.message
        throw error ?? new Error(message)
      }),
  )
  let printed = ''
  try {
    await parser.parseAsync([...withOneWord(argv)], {}, (_error, _args, output) => {
      printed = output
    })
  } catch (error) {
    if (wrong === undefined) throw error
  }
  if (wrong !== undefined) return { kind: 'wrong', message: usageMessage(wrong, verb), ...(verb && { verb }) }
  if (chosen) return chosen
  return { kind: 'help', text: printed.trim() === versionAsked ? version() : helpText(verb) }
}

/** Stands for the version, which is read from a file only when it is asked for. */
const versionAsked = 'version'

/** The verb that the arguments begin with; else all, since a misspelt one is compared with them. */
function candidates(argv: readonly string[]): readonly (readonly [string, (typeof grammar)[VerbName]])[] {
  const found = verbIn(argv)
  return found ? [[found.verb, grammar[found.verb]]] : Object.entries(grammar)
}

/** The parser lays out its own help before each command, which nobody sees; that takes longer than parsing. */
const hidden = (options: Record<string, Options>): Record<string, Options> =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, { ...option, hidden: true }]))

const variableOf = (option: string): string => `TRIPLINE_${option.toUpperCase().replaceAll('-', '_')}`

function fromEnvironment(options: Record<string, Options>, env: Readonly<Record<string, string | undefined>>) {
  const names = Object.entries(options).flatMap(([name, { alias }]) => [
    name,
    ...(typeof alias === 'string' ? [alias] : []),
  ])
  const set = names.map(option => [option, env[variableOf(option)]] as const)
  return Object.fromEntries(set.filter(([, value]) => value !== undefined && value !== ''))
}

/** The parser collects repeated options; only lists may be repeated. */
function refuseRepeated(options: Record<string, Options>, args: Record<string, unknown>): true {
  const twice = Object.entries(options).find(([name, { array }]) => !array && Array.isArray(args[name]))
  if (twice) throw new Error(`--${twice[0]} can only be given once`)
  return true
}
