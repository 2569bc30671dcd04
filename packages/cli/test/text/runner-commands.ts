/**
 * What CI runners find in the output of a command, by the rules of their own sources. A line ends where .NET's
 * `ReadLine` ends it.
 */

interface Runner {
  readonly name: string
  /** The commands in a line, as the runner understands them. */
  readonly commands: (line: string) => readonly string[]
}

/** actions/runner, `ActionCommandManager`: what is registered, without regard to case. */
const registered = new Set([
  'internal-set-repo-path',
  'set-env',
  'set-output',
  'save-state',
  'add-mask',
  'add-path',
  'add-matcher',
  'remove-matcher',
  'debug',
  'warning',
  'error',
  'notice',
  'group',
  'endgroup',
  'echo',
  'stop-commands',
])

/** `Char.IsWhiteSpace` of .NET. */
const whiteSpace = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/

/** What .NET's comparisons by culture overlook, which `StartsWith` and `IndexOf` use by default. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are among them
const overlooked = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]|\p{Default_Ignorable_Code_Point}/gu

function between(line: string, open: string, from: number, close: string): readonly string[] {
  const start = from + open.length
  const end = line.indexOf(close, start)
  return end < 0 ? [] : [line.slice(start, end).split(' ', 1)[0]!]
}

function inside(line: string, open: string, close: string): readonly string[] {
  const at = line.toLowerCase().indexOf(open)
  return at < 0 ? [] : between(line, open, at, close)
}

const isRegistered = (name: string): boolean => registered.has(name.toLowerCase())

/** actions/runner, `ActionCommand.TryParseV2`: the first thing in a line but white space. */
export function gitHubCommand(
  line: string,
): { readonly name: string; readonly properties: string; readonly data: string } | undefined {
  const trimmed = line.replace(whiteSpace, '')
  const end = trimmed.startsWith('::') ? trimmed.indexOf('::', 2) : -1
  if (end < 0) return undefined
  const [, name = '', properties = ''] = /^(\S*) ?(.*)$/s.exec(trimmed.slice(2, end))!
  return isRegistered(name) ? { name, properties, data: trimmed.slice(end + 2) } : undefined
}

const runners: readonly Runner[] = [
  { name: 'GitHub Actions', commands: line => [gitHubCommand(line)?.name ?? []].flat() },
  // `ActionCommand.TryParse`: the old form, anywhere.
  { name: 'GitHub Actions, old', commands: line => inside(line, '##[', ']').filter(isRegistered) },
  // azure-pipelines-agent, `Command.TryParse`; `WorkerCommandManager` warns of `##vso` in what it cannot parse.
  { name: 'Azure Pipelines', commands: line => (/##vso/i.test(line) ? ['##vso'] : []) },
  // Formatting commands, which the page of the log interprets.
  { name: 'Azure Pipelines, formatting', commands: line => inside(line, '##[', ']') },
  { name: 'TeamCity', commands: line => line.match(/##teamcity\[/gi) ?? [] },
  { name: 'Travis CI', commands: line => line.match(/travis_(?:fold|time):(?:start|end):/gi) ?? [] },
]

/** Found in the bytes, whatever a line is: GitLab's sections, Jenkins' console notes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: ESC is what they begin or end with
const inBytes = /section_(?:start|end):\d+:[\w.-]+(?:\[.*?\])?\r\x1b\[0K|\x1b\[8mha:/g

// biome-ignore lint/suspicious/noControlCharactersInRegex: ESC is what colours begin with
const colours = /\x1b\[[\d;]*m/g

/** Everything in a text that some runner would obey, as `runner: command`, whether it takes colours away before or not. */
export function runnerCommands(text: string): readonly string[] {
  const views = [text, text.replace(colours, ''), text.replace(overlooked, '')]
  const found = views.flatMap(view => [
    ...(view.match(inBytes) ?? []).map(marker => `bytes: ${JSON.stringify(marker)}`),
    ...view
      .split(/\r\n|[\r\n]/)
      .flatMap(line => runners.flatMap(({ name, commands }) => commands(line).map(command => `${name}: ${command}`))),
  ])
  return [...new Set(found)]
}

/** What a terminal would act on, or what hides or reorders text, but for newlines and the colours and the progress line of our own. */
export function terminalTricks(text: string): readonly string[] {
  const own = text.replace(colours, '').replaceAll('\r\x1b[K', '')
  const tricks =
    own.match(/(?!\n)[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029\u200b\u00ad\u2060\ufeff\u{e0000}-\u{e007f}]/gu) ?? []
  return [...new Set(tricks)].map(trick => `U+${trick.codePointAt(0)!.toString(16)}`)
}
