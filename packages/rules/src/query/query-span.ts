import type { Span } from '@tripline/diagnostics'
import type { RuleQuery } from '../document/rule.ts'

/** The span in the rule file of a range of the query's text. */
export function spanInQuery(query: RuleQuery, start: number, end: number): Span {
  const { file } = query.span
  const from = query.offsetAt(start)
  if (end <= start) return { file, start: from, end: from }
  // The line break that ends a block is part of the text even where the file ends without one.
  return { file, start: from, end: Math.min(query.offsetAt(end - 1) + 1, file.text.length) }
}

/** String literals (verbatim, obfuscated and multi-line ones too) and comments. */
const opaque =
  /\/\/[^\n]*|[hH]?(?:@"(?:[^"]|"")*"|@'(?:[^']|'')*'|```[\s\S]*?```|~~~[\s\S]*?~~~|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/g

/** The query with literals and comments blanked out, so that offsets are unchanged. */
export const codeOf = (kql: string): string => kql.replace(opaque, text => text.replace(/[^\n]/g, ' '))

/** The offset of the first comment of a query; undefined if it has none. */
export const firstComment = (kql: string): number | undefined =>
  [...kql.matchAll(opaque)].find(([text]) => text.startsWith('//'))?.index
