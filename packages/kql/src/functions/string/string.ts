import type { Expression } from '../../plan/expression.ts'
import { constantOf } from '../../plan/expression.ts'
import { type ArgumentRefusal, because } from '../../refusals/refusal-text.ts'
import { call, computeOnce, integer, type Sql, sql } from '../../sql/sql.ts'
import { macros } from '../macros.ts'
import { type Family, type Operand, scalar, udf } from '../row.ts'
import { termUdfs } from '../string-operators/term.ts'
import { encodingUdfs } from './encoding.ts'
import { hashUdfs } from './hash.ts'
import { numberFormatUdfs } from './number-format.ts'
import { parseCommandLineUdfs } from './parse-command-line.ts'
import { parsePathUdfs } from './parse-path.ts'
import { parseUrlUdfs } from './parse-url.ts'
import { parseUserAgentUdfs } from './parse-user-agent.ts'
import { parseXmlUdfs } from './parse-xml.ts'
import { textUdfs } from './text-functions.ts'

const longest = 9223372036854775807n

const concat = (parts: readonly Sql[]): Sql => sql`(${parts.reduce((all, part) => sql`${all} || ${part}`)})`

/** Empty values keep their delimiter (semantics 4.7). */
const concatDelimited = ([delimiter, ...values]: readonly Operand[]): Sql =>
  concat(values.flatMap((value, index) => (index === 0 ? [value.sql] : [delimiter!.sql, value.sql])))

/** `hash`: the eight bytes of a number or time, the text of anything else (semantics 4.14). */
const hash = ([operand, modulus]: readonly Operand[]): Sql => {
  const wide = operand!.type === 'long' || operand!.type === 'datetime' || operand!.type === 'timespan'
  const hashed = wide ? call(hashUdfs.hash_long, [operand!.sql]) : call(hashUdfs.hash_text, [operand!.sql])
  return modulus ? call(macros.modulo, [hashed, modulus.sql]) : hashed
}

const hashable = ([arg]: readonly Expression[]): ArgumentRefusal | undefined =>
  arg && ['string', 'long', 'datetime', 'timespan'].includes(arg.type)
    ? undefined
    : because('hash-type', String(arg?.type))

/** ß has no capital in Kusto (semantics 4.10), but the database has one. */
const upper = (text: Sql): Sql =>
  computeOnce(
    text,
    s =>
      sql`CASE WHEN contains(${s}, 'ß') THEN array_to_string(list_transform(string_split(${s}, 'ß'), lambda part: upper(part)), 'ß') ELSE upper(${s}) END`,
  )

/** `parse_version`: 32 digits, too many before the point for the usual carrier of decimals (semantics 4.11). */
const version = ([text]: readonly Operand[]): Sql =>
  sql`CAST(${call(textUdfs.parse_version, [text!.sql])} AS DECIMAL(38, 0))`

/** A constant text that is not empty. */
const isSome = (operand: Operand | undefined): boolean =>
  typeof operand?.constant === 'string' && operand.constant !== ''

/** The database splits at a constant as Kusto does. */
const split = ([text, delimiter, index]: readonly Operand[]): Sql => {
  if (index) return call(textUdfs.split_part, [text!.sql, delimiter!.sql, index.sql])
  return isSome(delimiter)
    ? sql`CAST(to_json(string_split(${text!.sql}, ${delimiter!.sql})) AS VARCHAR)`
    : call(textUdfs.split, [text!.sql, delimiter!.sql])
}

const isCount = (operand: Operand | undefined): boolean =>
  typeof operand?.constant === 'bigint' && operand.constant >= 0n && operand.constant < 2n ** 31n

/** Code points from a constant position on; a null or negative bound needs Kusto's own rules. */
const substring = ([text, start, length]: readonly Operand[]): Sql => {
  // In a constant call, a null start is 0 (semantics 4.4).
  if (text!.constant !== undefined && start!.constant === null && !length) return text!.sql
  if (!isCount(start) || (length && !isCount(length)))
    return sql`coalesce(${call(textUdfs.substring, [text!.sql, start!.sql, length?.sql ?? integer(longest)])}, '')`
  const bounds = [integer((start!.constant as bigint) + 1n), ...(length ? [length.sql] : [])]
  return call('substring', [text!.sql, ...bounds])
}

/** Dynamics that are not arrays. */
const notArrays = ['null', 'bag', 'text', 'number', 'bool'] as const

/** String functions; lengths and positions are in code points (semantics 4.8). */
export const stringFunctions: Family = {
  udfs: [
    encodingUdfs,
    hashUdfs,
    numberFormatUdfs,
    parseCommandLineUdfs,
    parsePathUdfs,
    parseUrlUdfs,
    parseUserAgentUdfs,
    parseXmlUdfs,
    textUdfs,
  ],
  rows: [
    scalar('strlen', ['string'], ([s]) => sql`length(${s!.sql})`, ['4.8']),
    scalar('string_size', ['string'], ([s]) => sql`strlen(${s!.sql})`, ['4.8']),
    scalar('isascii', ['string'], ([s]) => sql`(strlen(${s!.sql}) = length(${s!.sql}))`, ['4.8']),
    scalar('isutf8', ['string'], () => sql`TRUE`, ['4.8']),
    scalar('tolower', ['string'], ([s]) => sql`lower(${s!.sql})`, ['4.10']),
    scalar('toupper', ['string'], ([s]) => upper(s!.sql), ['4.10']),
    scalar('strcat', ['string'], parts => concat(parts.map(part => part.sql)), ['4.7']),
    scalar('strcat_delim', ['string'], concatDelimited, ['4.7']),
    scalar(
      'strcmp',
      ['string', 'string'],
      ([a, b]) => sql`(CAST(${a!.sql} > ${b!.sql} AS BIGINT) - CAST(${a!.sql} < ${b!.sql} AS BIGINT))`,
      ['2.13'],
    ),
    scalar('substring', ['string', 'long'], substring, ['4.4']),
    udf(textUdfs.indexof, ['4.5'], {
      defaults: [0n, -1n, 1n],
      unsettled: { 1: ['empty'], 2: ['null'], 3: ['null'], 4: ['null', 'zero'] },
    }),
    scalar('split', ['string', 'string', 'long'], split, ['4.3'], { unsettled: { 2: ['null'] } }),
    scalar(
      'replace_string',
      ['string'],
      ([text, lookup, rewrite]) =>
        call(isSome(lookup) ? 'replace' : textUdfs.replace_string, [text!.sql, lookup!.sql, rewrite!.sql]),
      ['4.9'],
    ),
    udf(textUdfs.replace_strings, ['4.9'], { unsettled: { 1: notArrays, 2: notArrays } }),
    udf(textUdfs.translate, ['4.9']),
    udf(textUdfs.strrep, ['4.9'], { defaults: [''], unsettled: { 1: ['null', 'zero', 'negative'] } }),
    udf(textUdfs.reverse, ['4.8', '4.9']),
    udf(textUdfs.parse_csv, ['4.11']),
    scalar('parse_version', ['string'], version, ['4.11']),
    udf(termUdfs.has_any_index, ['2.13'], { unsettled: { 1: notArrays } }),
    udf(textUdfs.unicode_codepoints_from_string, ['4.15'], { names: ['unicode_codepoints_from_string', 'to_utf8'] }),
    udf(textUdfs.unicode_codepoints_to_string, ['4.15'], { names: ['unicode_codepoints_to_string', 'make_string'] }),
    udf(encodingUdfs.base64_encode_tostring, ['4.12'], { names: ['base64_encode_tostring', 'base64_encodestring'] }),
    udf(encodingUdfs.base64_decode_tostring, ['4.12'], { names: ['base64_decode_tostring', 'base64_decodestring'] }),
    udf(encodingUdfs.base64_decode_toarray, ['4.12']),
    udf(encodingUdfs.base64_encode_fromarray, ['4.12'], { unsettled: { 0: ['null'] } }),
    udf(encodingUdfs.base64_decode_toguid, ['4.12', '1.12']),
    udf(encodingUdfs.base64_encode_fromguid, ['1.12'], { unsettled: { 0: ['null'] } }),
    udf(encodingUdfs.url_encode_component, ['4.13']),
    udf(encodingUdfs.url_encode, ['4.13']),
    udf(encodingUdfs.url_decode, ['4.13']),
    udf(encodingUdfs.zlib_decompress_from_base64_string, ['4.12']),
    udf(encodingUdfs.gzip_decompress_from_base64_string, ['4.12']),
    udf(hashUdfs.hash_md5, ['4.14']),
    udf(hashUdfs.hash_sha1, ['4.14']),
    udf(hashUdfs.hash_sha256, ['4.14']),
    scalar(['hash', 'hash_xxhash64'], ['any', 'long'], hash, ['4.14'], {
      refuses: hashable,
      unsettled: { 0: ['null'], 1: ['null', 'zero', 'negative'] },
    }),
    udf(numberFormatUdfs.format_bytes, ['4.15'], {
      defaults: [0n, ''],
      unsettled: { 0: ['null', 'negative', 'nan', 'infinite'], 1: ['null', 'negative', 'extreme'] },
    }),
    scalar(
      'tohex',
      ['any', 'long'],
      ([operand, length]) =>
        call(operand!.type === 'int' ? numberFormatUdfs.tohex_int : numberFormatUdfs.tohex, [
          operand!.sql,
          length?.sql ?? sql`CAST(0 AS BIGINT)`,
        ]),
      ['5.9'],
      { unsettled: { 1: ['null', 'zero', 'negative'] } },
    ),
    udf(parseUrlUdfs.parse_url, ['16.7'], { names: ['parse_url', 'parseurl'] }),
    udf(parseUrlUdfs.parse_urlquery, ['16.7'], { names: ['parse_urlquery', 'parseurlquery'] }),
    udf(parsePathUdfs.parse_path, ['16.7']),
    udf(parseXmlUdfs.parse_xml, ['16.9']),
    udf(parseCommandLineUdfs.parse_command_line, ['16.8'], {
      refuses: ([, kind]) => (constantOf(kind) === 'windows' ? undefined : because('command-line-kind')),
      unsettled: { 0: ['empty'] },
    }),
    udf(parseUserAgentUdfs.parse_user_agent, ['16.8'], {
      refuses: args => (args.length < 2 ? because('user-agent-target') : undefined),
      unsettled: { 0: ['empty'], 1: ['null'] },
    }),
  ],
}
