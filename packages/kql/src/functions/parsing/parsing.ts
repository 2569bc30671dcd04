import type { ColumnType } from '@tripline/schemas'
import { call, carrier, computeOnce, type Sql, sql, text } from '../../sql/sql.ts'
import { convert } from '../conversion/convert.ts'
import { dynamicUdfs } from '../dynamic/dynamic-value.ts'
import { nativeMatch } from '../native-match.ts'
import { type Family, type Operand, scalar, udf } from '../row.ts'
import { parseKvUdfs } from './parse-kv.ts'
import type { ParsePattern } from './parse-pattern.ts'
import { parsePatternUdfs } from './parse-pattern.ts'

/** A literal without which a text cannot match, which the database checks quickly; '' if a regular expression decides. */
function longestConstant(pattern: string): string {
  const { mode, parts } = JSON.parse(pattern) as ParsePattern
  const constants = mode === 'regex' ? [] : parts.flatMap(part => (part.kind === 'constant' ? [part.text] : []))
  return constants.reduce((longest, constant) => (constant.length > longest.length ? constant : longest), '')
}

/** The functions that the parse operators call: the texts of all columns at once, and one of them. */
export const parsingFunctions: Family = {
  udfs: [parseKvUdfs, parsePatternUdfs],
  rows: [
    scalar(
      'parse_text',
      ['string', 'string'],
      ([subject, pattern]) => {
        const constant = longestConstant(String(pattern!.constant))
        const parse = (subject: Sql) => call(parsePatternUdfs.parse_text, [subject, pattern!.sql])
        if (constant === '') return parse(subject!.sql)
        return computeOnce(
          subject!.sql,
          item => sql`CASE WHEN contains(${item}, ${text(constant)}) THEN ${parse(item)} END`,
        )
      },
      ['15.1', '15.2', '15.3'],
    ),
    udf(parseKvUdfs.parse_kv, ['15.5']),
    scalar('text_at', ['dynamic', 'long'], ([texts, index]) => textAt(texts!.sql, index!.sql), ['15.1']),
    scalar(
      'parse_matches',
      ['string', 'string'],
      ([subject, regex]) => nativeMatch(subject!.sql, String(regex!.constant)),
      ['15.1'],
    ),
    scalar('group_at', ['any', 'long'], ([groups, group]) => sql`coalesce(${groupAt(groups!, group!)}, '')`, ['15.1']),
    scalar(
      'parse_rest',
      ['any', 'long', 'string', 'string'],
      ([groups, marker, subject, pattern]) =>
        sql`CASE WHEN ${groupAt(groups!, marker!)} = '' THEN ${call(parsePatternUdfs.parse_text, [subject!.sql, pattern!.sql])} END`,
      ['15.1'],
    ),
    scalar(
      'group_or_text_at',
      ['any', 'long', 'dynamic', 'long'],
      ([groups, group, texts, index], { type }) => {
        const walked = convert({ sql: textAt(texts!.sql, index!.sql), type: 'string' }, type).sql
        const value = sql`coalesce(${read(groupAt(groups!, group!), type)}, CASE WHEN ${texts!.sql} IS NOT NULL THEN ${walked} END)`
        return type === 'string' ? sql`coalesce(${value}, '')` : value
      },
      ['15.1'],
    ),
  ],
}

const textAt = (texts: Sql, index: Sql): Sql => sql`coalesce(json_extract_string(${texts}, ${index}), '')`

const groupAt = (groups: Operand, group: Operand): Sql =>
  sql`struct_extract(${groups.sql}, ${text(String(group.constant))})`

/** A group of a native pattern, converted to its column's type: numbers are plain digits; '' means missing. */
const read = (found: Sql, type: ColumnType): Sql => {
  if (type === 'string') return sql`nullif(${found}, '')`
  return type === 'dynamic' ? call(dynamicUdfs.parse_json, [found]) : sql`TRY_CAST(${found} AS ${carrier[type]})`
}
