import { call, type Sql, sql } from '../emit/sql.ts'
import type { Expression } from '../plan/expression.ts'
import { constantOf } from '../plan/expression.ts'
import { type FunctionRow, type Operand, refused, scalar, udf } from './row.ts'

const longest = 9223372036854775807n

const concat = (parts: readonly Sql[]): Sql => sql`(${parts.reduce((all, part) => sql`${all} || ${part}`)})`

/** The delimiter stays around empty values (semantics 4.7). */
const concatDelimited = ([delimiter, ...values]: readonly Operand[]): Sql =>
  concat(values.flatMap((value, index) => (index === 0 ? [value.sql] : [delimiter!.sql, value.sql])))

/** `hash`: of a number or time its eight bytes, of anything else its text (semantics 4.14). */
const hash = ([operand, modulus]: readonly Operand[]): Sql => {
  const wide = operand!.type === 'long' || operand!.type === 'datetime' || operand!.type === 'timespan'
  const hashed = wide ? call('kql_hash_long', [operand!.sql]) : call('kql_hash_text', [operand!.sql])
  return modulus ? sql`kql_modulo(${hashed}, ${modulus.sql})` : hashed
}

const hashable = ([arg]: readonly Expression[]): string | undefined =>
  arg && ['string', 'long', 'datetime', 'timespan'].includes(arg.type)
    ? undefined
    : `the hash of ${arg?.type} is not settled`

/** String functions; lengths and positions count code points (semantics 4.8). */
export const stringFunctions: readonly FunctionRow[] = [
  scalar('strlen', ['string'], ([s]) => sql`length(${s!.sql})`, ['4.8']),
  scalar('string_size', ['string'], ([s]) => sql`strlen(${s!.sql})`, ['4.8']),
  scalar('isascii', ['string'], ([s]) => sql`(strlen(${s!.sql}) = length(${s!.sql}))`, ['4.8']),
  scalar('isutf8', ['string'], () => sql`TRUE`, ['4.8']),
  scalar('tolower', ['string'], ([s]) => sql`lower(${s!.sql})`, ['4.10']),
  scalar('toupper', ['string'], ([s]) => sql`upper(${s!.sql})`, ['4.10']),
  scalar('strcat', ['string'], parts => concat(parts.map(part => part.sql)), ['4.7']),
  scalar('strcat_delim', ['string'], concatDelimited, ['4.7']),
  scalar(
    'strcmp',
    ['string', 'string'],
    ([a, b]) => sql`(CAST(${a!.sql} > ${b!.sql} AS BIGINT) - CAST(${a!.sql} < ${b!.sql} AS BIGINT))`,
    ['2.13'],
  ),
  udf('substring', ['4.4'], { defaults: [longest] }),
  udf('indexof', ['4.5'], { defaults: [0n, -1n, 1n] }),
  scalar(
    'split',
    ['string', 'string', 'long'],
    operands =>
      call(
        operands.length > 2 ? 'kql_split_part' : 'kql_split',
        operands.map(operand => operand.sql),
      ),
    ['4.3'],
  ),
  udf('replace_string', ['4.9']),
  udf('replace_strings', ['4.9']),
  udf('translate', ['4.9']),
  udf('strrep', ['4.9'], { defaults: [''] }),
  udf('reverse', ['4.8', '4.9']),
  udf('parse_csv', ['4.11']),
  refused('parse_version', 'its 32 digits do not fit the decimals of this engine', 'split(…) and toint(…)'),
  udf('has_any_index', ['2.13']),
  udf('unicode_codepoints_from_string', ['4.15'], { names: ['unicode_codepoints_from_string', 'to_utf8'] }),
  udf('unicode_codepoints_to_string', ['4.15'], { names: ['unicode_codepoints_to_string', 'make_string'] }),
  udf('base64_encode_tostring', ['4.12'], { names: ['base64_encode_tostring', 'base64_encodestring'] }),
  udf('base64_decode_tostring', ['4.12'], { names: ['base64_decode_tostring', 'base64_decodestring'] }),
  udf('base64_decode_toarray', ['4.12']),
  udf('base64_encode_fromarray', ['4.12']),
  udf('base64_decode_toguid', ['4.12', '1.12']),
  udf('base64_encode_fromguid', ['1.12']),
  udf('url_encode_component', ['4.13']),
  udf('url_encode', ['4.13']),
  udf('url_decode', ['4.13']),
  udf('zlib_decompress_from_base64_string', ['4.12']),
  udf('gzip_decompress_from_base64_string', ['4.12']),
  udf('hash_md5', ['4.14']),
  udf('hash_sha1', ['4.14']),
  udf('hash_sha256', ['4.14']),
  scalar(['hash', 'hash_xxhash64'], ['any', 'long'], hash, ['4.14'], { refuses: hashable }),
  udf('format_bytes', ['4.15'], { defaults: [0n, ''] }),
  scalar(
    'tohex',
    ['any', 'long'],
    ([operand, length]) =>
      call(operand!.type === 'int' ? 'kql_tohex_int' : 'kql_tohex', [
        operand!.sql,
        length?.sql ?? sql`CAST(0 AS BIGINT)`,
      ]),
    ['5.9'],
  ),
  udf('parse_url', ['16.7']),
  udf('parse_urlquery', ['16.7']),
  udf('parse_path', ['16.7']),
  udf('parse_xml', ['16.9']),
  udf('parse_command_line', ['16.8'], {
    refuses: ([, kind]) => (constantOf(kind) === 'windows' ? undefined : 'only the kind "windows" is known'),
  }),
  udf('parse_user_agent', ['16.8']),
]
