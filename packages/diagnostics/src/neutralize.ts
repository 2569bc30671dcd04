/** Replaces whatever a terminal or a CI runner would act on. */
export const replacement = '\ufffd'

/**
 * Controls other than newline and tab, line separators, bidirectional controls, characters that are not shown, and lone
 * surrogates.
 */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
  /[\0-\x08\v-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Surrogate}]/gu

/** Parts of letters and emoji that are not ASCII; elsewhere they only hide that two words differ. */
const joiners = '\u200c\u200d\ufe0e\ufe0f'
const letterBefore = /[^\0-\x7f\s]/

const colour = String.raw`\x1b\[[\d;]*m`

/** What runners treat as a command anywhere in a line, in either case. */
const anywhere = [
  '##[', // Azure Pipelines (formatting), GitHub Actions (the old form)
  '##vso', // Azure Pipelines, which warns about incomplete commands
  '##teamcity[', // TeamCity
  'travis_fold:', // Travis CI
  'travis_time:',
]

/** Runners may take colours away before they look. GitLab's section markers need ESC and CR, which are unsafe anyway. */
const spelled = (command: string): string =>
  Array.from(command, sign => (sign === '[' ? '\\[' : sign)).join(`(?:${colour})*`)

/** Commands up to the first character that makes them one; those of GitHub Actions begin a line. */
const commands = new RegExp(
  [String.raw`^(?:[^\S\r\n]|${colour})*${spelled('::')}`, ...anywhere.map(spelled)].join('|'),
  'gim',
)

type Replace = (character: string) => string

const replaced: Replace = () => replacement

/**
 * Lines without commands for CI runners: the character that completes a command is replaced, so text that has already been
 * written never has to change.
 */
export const neutralizeCommands = (text: string, replace: Replace = replaced): string =>
  text.replace(commands, command => command.slice(0, -1) + replace(command.slice(-1)))

/** Text without what terminals or CI runners act on, or what hides or reorders other text; newlines and tabs stay. */
export const neutralize = (text: string, replace: Replace = replaced): string =>
  neutralizeCommands(neutralizeCharacters(text, replace), replace)

export const isNeutral = (text: string): boolean => neutralize(text) === text

export const neutralizeCharacters = (text: string, replace: Replace = replaced): string =>
  text.replace(unsafe, (character: string, at: number) =>
    joiners.includes(character) && letterBefore.test(text.charAt(at - 1)) ? character : replace(character),
  )
