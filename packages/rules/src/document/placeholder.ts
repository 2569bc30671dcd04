import type { Located } from '@tripline/diagnostics'
import type { AlertDetailsOverride } from './rule.ts'

/** A `{{Column}}` of a title or description on one line; `column` is the text between the braces, spaces included. */
interface Placeholder {
  readonly start: number
  readonly end: number
  readonly column: string
}

/** Scanned by hand, because a regular expression would search from each `{{` to the end of its line. */
function* placeholders(format: string): Generator<Placeholder> {
  let close = 0
  for (let open = format.indexOf('{{'); open >= 0; ) {
    if (close < open + 2) close = format.indexOf('}}', open + 2)
    if (close < 0) return
    const lineEnd = format.slice(open + 2, close).search(/[\n\r\u2028\u2029]/)
    if (lineEnd < 0) yield { start: open, end: close + 2, column: format.slice(open + 2, close) }
    open = format.indexOf('{{', lineEnd < 0 ? close + 2 : open + 3 + lineEnd)
  }
}

/** A format's placeholders in order. They are found in the parsed text, so quoted and folded formats work. */
export const placeholdersOf = (format: string): readonly string[] =>
  Array.from(placeholders(format), ({ column }) => column)

/** The format with every placeholder replaced by `textOf` its column. */
export function fillPlaceholders(format: string, textOf: (column: string) => string): string {
  let filled = ''
  let end = 0
  for (const placeholder of placeholders(format)) {
    filled += format.slice(end, placeholder.start) + textOf(placeholder.column)
    end = placeholder.end
  }
  return filled + format.slice(end)
}

/** The two formats of an override that take placeholders. */
export const formatsOf = (override: AlertDetailsOverride | undefined): readonly Located<string>[] =>
  [override?.alertDisplayNameFormat, override?.alertDescriptionFormat].filter(format => format !== undefined)
