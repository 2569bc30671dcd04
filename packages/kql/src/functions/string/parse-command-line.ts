import { defineUdf, named } from '../../values/udf.ts'

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t'

/**
 * The arguments of a Windows command line as CommandLineToArgvW splits them (semantics 16.8): the program name has no escapes;
 * after it, 2n backslashes before a quote are n, and three quotes in a row are one character.
 */
export function commandLineArguments(text: string): readonly string[] {
  if (text === '') return []
  const quoted = text.startsWith('"')
  const stop = quoted ? text.indexOf('"', 1) : text.search(/[ \t]/)
  const programEnd = stop < 0 ? text.length : stop
  const result = [text.slice(quoted ? 1 : 0, programEnd)]
  let at = programEnd + (quoted ? 1 : 0)
  while (isBlank(text[at])) at++
  while (at < text.length) {
    let argument = ''
    let quotes = 0
    let backslashes = 0
    for (; at < text.length && !(isBlank(text[at]) && quotes === 0); at++) {
      const character = text[at]!
      if (character !== '"') {
        argument += character
        backslashes = character === '\\' ? backslashes + 1 : 0
        continue
      }
      argument = argument.slice(0, argument.length - Math.ceil(backslashes / 2))
      if (backslashes % 2 === 1) argument += '"'
      else quotes++
      backslashes = 0
      while (text[at + 1] === '"') {
        at++
        if (++quotes === 3) {
          argument += '"'
          quotes = 0
        }
      }
      if (quotes === 2) quotes = 0
    }
    result.push(argument)
    while (isBlank(text[at])) at++
  }
  return result
}

/** `parse_command_line(text, 'windows')`; null for any other kind. */
export const parseCommandLine = (text: string, kind: string): string | null =>
  kind === 'windows' ? JSON.stringify(commandLineArguments(text)) : null

export const parseCommandLineUdfs = named({
  parse_command_line: defineUdf({
    parameters: ['string', 'string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: parseCommandLine,
  }),
})
