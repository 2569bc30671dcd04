import type { ColumnType } from '@tripline/schemas'
import { constantOf, type Expression } from '../../plan/expression.ts'
import { type ArgumentRefusal, because } from '../../refusals/refusal-text.ts'
import { escapedPattern } from '../../regex/escaped-pattern.ts'
import { type Anchor, anchoredPattern, nativeRegex } from '../../regex/regex.ts'
import { isLookAround } from '../../regex/regex-problem.ts'
import { call, integer, type Sql, sql, text } from '../../sql/sql.ts'
import type { Udf } from '../../values/udf.ts'
import { castDynamic } from '../conversion/convert.ts'
import { nativeMatch } from '../native-match.ts'
import { type Family, type Operand, scalar, udf } from '../row.ts'
import { textUdfs } from '../string/text-functions.ts'
import { regexGroupCount, regexProblem, regexUdfs } from './regex-functions.ts'

/** A constant pattern that does not compile. The service rejects look-around; how it treats others is not settled (semantics 3.5). */
const checked =
  (position: number) =>
  (args: readonly Expression[]): ArgumentRefusal | undefined => {
    const pattern = constantOf(args[position])
    if (typeof pattern !== 'string') return undefined
    const problem = regexProblem(pattern)
    if (problem === undefined) return undefined
    return isLookAround(problem)
      ? because('regex-look-around', problem)
      : because('regex-problem', problem, escapedPattern(pattern))
  }

/**
 * The database's own engine if it gives the same answer for every text, otherwise Kusto's dialect in JavaScript (semantics 3).
 */
function matches([subject, pattern]: readonly Operand[]): Sql {
  const native = typeof pattern!.constant === 'string' ? nativeRegex(pattern!.constant) : undefined
  return native === undefined
    ? call(regexUdfs.matches_regex, [subject!.sql, pattern!.sql])
    : nativeMatch(subject!.sql, native)
}

/** `extract(regex, group, source, typeof(T))`: '' if there is no match, or null if a type is given (semantics 4.1). */
function extract([pattern, group, source, type]: readonly Operand[]): Sql {
  const native = typeof pattern!.constant === 'string' ? nativeRegex(pattern!.constant) : undefined
  const constantGroup = typeof group!.constant === 'bigint' ? group!.constant : undefined
  const found =
    native !== undefined &&
    constantGroup !== undefined &&
    constantGroup >= 0n &&
    constantGroup <= BigInt(regexGroupCount(pattern!.constant as string))
      ? sql`regexp_extract(${source!.sql}, ${text(native)}, ${integer(constantGroup)})`
      : call(regexUdfs.extract, [pattern!.sql, group!.sql, source!.sql])
  const wanted = typeof type?.constant === 'string' ? (type.constant as ColumnType) : 'string'
  return wanted === 'string' ? found : castDynamic(sql`CAST(to_json(nullif(${found}, '')) AS VARCHAR)`, wanted)
}

/** `trim(regex, source)` and the like: each anchored match is removed, in the database's own engine if possible (semantics 4.6). */
const trim =
  (udf: Udf, ...anchors: readonly Anchor[]) =>
  ([pattern, source]: readonly Operand[]): Sql => {
    const constant = typeof pattern!.constant === 'string' ? pattern!.constant : undefined
    const natives = anchors.flatMap(anchor => (constant && nativeRegex(anchoredPattern(constant, anchor))) ?? [])
    if (natives.length < anchors.length) return call(udf, [pattern!.sql, source!.sql])
    return natives.reduce((from, native) => sql`regexp_replace(${from}, ${text(native)}, '')`, source!.sql)
  }

/** Kusto checks the number of groups before anything runs. */
const groups = ([pattern]: readonly Expression[]): ArgumentRefusal | undefined => {
  if (pattern?.op === 'column') return because('extract-all-constant')
  const constant = constantOf(pattern)
  if (typeof constant !== 'string' || regexProblem(constant) !== undefined) return undefined
  const count = regexGroupCount(constant)
  return count < 1 || count > 16 ? because('extract-all-groups', count) : undefined
}

export const regexFunctions: Family = {
  udfs: [regexUdfs],
  rows: [
    scalar('matches regex', ['string', 'string'], matches, ['2.12', '3.1'], { refuses: checked(1) }),
    scalar('extract', ['string', 'long', 'string', 'string'], extract, ['4.1'], {
      refuses: checked(0),
      unsettled: { 1: ['null', 'negative'] },
    }),
    scalar(
      ['extract_all', 'extractall'],
      ['string', 'any', 'string'],
      ([pattern, second, third]) =>
        call(
          regexUdfs.extract_all,
          third ? [pattern!.sql, second!.sql, third.sql] : [pattern!.sql, sql`NULL`, second!.sql],
        ),
      ['4.2'],
      {
        refuses: args => checked(0)(args) ?? groups(args),
        unsettled: { 1: ['null', 'bag', 'number', 'bool'] },
      },
    ),
    udf(regexUdfs.replace_regex, ['3.4'], { refuses: checked(1) }),
    scalar(
      'replace',
      ['string', 'string', 'string'],
      ([pattern, rewrite, source]) => call(regexUdfs.replace_regex, [source!.sql, pattern!.sql, rewrite!.sql]),
      ['4.9'],
      { refuses: checked(0) },
    ),
    scalar(
      'countof',
      ['string', 'string', 'string'],
      ([subject, sought, kind]) =>
        call(kind?.constant === 'regex' ? regexUdfs.countof_regex : textUdfs.countof, [subject!.sql, sought!.sql]),
      ['4.5'],
    ),
    udf(regexUdfs.indexof_regex, ['4.5'], {
      defaults: [0n, -1n, 1n],
      refuses: checked(1),
      unsettled: { 2: ['null'], 3: ['null'], 4: ['null', 'zero'] },
    }),
    scalar('trim', ['string', 'string'], trim(regexUdfs.trim, 'start', 'end'), ['4.6'], { refuses: checked(0) }),
    scalar('trim_start', ['string', 'string'], trim(regexUdfs.trim_start, 'start'), ['4.6'], { refuses: checked(0) }),
    scalar('trim_end', ['string', 'string'], trim(regexUdfs.trim_end, 'end'), ['4.6'], { refuses: checked(0) }),
    udf(regexUdfs.regex_quote, ['3.4']),
  ],
}
