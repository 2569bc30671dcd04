import type { Located } from '@tripline/diagnostics'
import type { AlertDetailsOverride } from './rule.ts'

/** A `{{Column}}` of a title or description; `value` is what stands between the braces, blanks included. */
const pattern = /\{\{(.*?)\}\}/g

/** A format's placeholders in order. They are looked for in the text as read, so a quoted or folded format is fine. */
export function placeholdersOf(format: string): readonly string[] {
  return Array.from(format.matchAll(pattern), match => match[1]!)
}

/** The format with every placeholder replaced by what `textOf` answers for its column. */
export const fillPlaceholders = (format: string, textOf: (column: string) => string): string =>
  format.replaceAll(pattern, (_, column: string) => textOf(column))

/** The two formats of an override that take placeholders. */
export const formatsOf = (override: AlertDetailsOverride | undefined): readonly Located<string>[] =>
  [override?.alertDisplayNameFormat, override?.alertDescriptionFormat].filter(format => format !== undefined)
