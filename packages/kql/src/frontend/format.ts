/// <reference types="@kusto/language-service-next" />
import { bounded } from './bounded.ts'
import { Language, toArray } from './parser.ts'
import { spaced } from './spacing.ts'

/** Formatting the formatter's own output may move some lines again; it becomes stable after two or three rounds. */
const rounds = 5

/**
 * A query in the official formatter's layout, spaced as most published queries are, without trailing white space;
 * formatting it again changes nothing. Text that cannot be parsed, or not in time, is unchanged, as is text in which more
 * than white space would change.
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
    const next = spaced(parsed(laidOut(code)).Syntax!)
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
  /** The white space and comments before it. */
  readonly Trivia: string
}

/** Everything except the white space between tokens; white space inside literals counts. */
const tokensOf = (code: Code): string =>
  toArray<Token>(code.GetLexicalTokens())
    .map(({ Text, Trivia }) => `${Trivia.replace(/\s+/g, '')}\0${Text}`)
    .join('\0')

/** Whether a text is KQL, as far as its syntax shows. Text that cannot be parsed, or not in time, is not. */
export function isKql(text: string): boolean {
  const isFlawless = bounded(text, () => toArray(parsed(text).GetSyntaxDiagnostics()).length === 0)
  return 'value' in isFlawless && isFlawless.value
}
