/// <reference types="@kusto/language-service-next" />
import { bounded } from './bounded.ts'
import { Language, toArray } from './parser.ts'

/** The formatter moves some lines again when it sees its own text; it settles after two or three rounds. */
const rounds = 5

/**
 * A query as the official formatter lays it out, without white space at line ends; formatting it again changes nothing.
 * Text that the parser does not understand, or not in time, stays as it is, and so does text of which more than white space would change.
 */
export function formatQuery(kql: string): string {
  const formatted = bounded(kql, () => format(kql))
  return 'value' in formatted ? formatted.value : kql
}

function format(kql: string): string {
  const original = parsed(kql)
  if (toArray(original.GetSyntaxDiagnostics()).length > 0) return kql
  let [text, code] = [kql, original]
  for (let round = 0; round < rounds; round++) {
    const next = laidOut(code)
    if (next === text) return tokensOf(code) === tokensOf(original) ? text : kql
    text = next
    code = parsed(next)
  }
  return kql
}

type Code = Kusto.Language.KustoCode

const parsed = (kql: string): Code => Language.KustoCode.Parse(kql, Language.GlobalState.Default)!

function laidOut(code: Code): string {
  const options = Language.Editor.FormattingOptions.Default!.WithInsertMissingTokens(false)
  const text = new Language.Editor.KustoCodeService.ctor(code).GetFormattedText(options, 0)?.Text ?? code.Text!
  return text
    .replace(/\r\n/g, '\n')
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .trim()
}

interface Token {
  readonly Text: string
  /** White space and comments before it. */
  readonly Trivia: string
}

/** Everything but the white space between tokens; that inside literals counts. */
const tokensOf = (code: Code): string =>
  toArray<Token>(code.GetLexicalTokens())
    .map(({ Text, Trivia }) => `${Trivia.replace(/\s+/g, '')}\0${Text}`)
    .join('\0')
