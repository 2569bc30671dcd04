import { call, once, type Sql, sql, text } from '../emit/sql.ts'
import type { ParsePattern } from '../udf/parse-pattern.ts'
import { type FunctionRow, scalar, udf } from './row.ts'

/** A text without it cannot match, which the database sees at once; '' where a regular expression decides. */
function longestConstant(pattern: string): string {
  const { mode, parts } = JSON.parse(pattern) as ParsePattern
  const constants = mode === 'regex' ? [] : parts.flatMap(part => (part.kind === 'constant' ? [part.text] : []))
  return constants.reduce((longest, constant) => (constant.length > longest.length ? constant : longest), '')
}

/** What the parse operators call: the texts of all columns at once, and one of them. */
export const parsingFunctions: readonly FunctionRow[] = [
  scalar(
    'parse_text',
    ['string', 'string'],
    ([subject, pattern]) => {
      const constant = longestConstant(String(pattern!.constant))
      const parse = (subject: Sql) => call('kql_parse_text', [subject, pattern!.sql])
      if (constant === '') return parse(subject!.sql)
      return once(subject!.sql, item => sql`CASE WHEN contains(${item}, ${text(constant)}) THEN ${parse(item)} END`)
    },
    ['15.1', '15.2', '15.3'],
  ),
  udf('parse_kv', ['15.5']),
  scalar(
    'text_at',
    ['dynamic', 'long'],
    ([texts, index]) => sql`coalesce(json_extract_string(${texts!.sql}, ${index!.sql}), '')`,
    ['15.1'],
  ),
]
