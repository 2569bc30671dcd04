import type { ColumnType } from '@tripline/schemas'
import { memoized } from '../../limits/bounded-cache.ts'
import type { RefusalText } from '../../refusals/refusal-row.ts'
import { refusalText } from '../../refusals/refusal-text.ts'
import { compileRegex } from '../../regex/regex.ts'
import { parseKustoDatetime, parseKustoTimespan } from '../../time/datetime-text.ts'
import { boolOfText, decimalOfText, guidOfText, intOfText, longOfText, realOfText } from '../../values/number-text.ts'
import { refusedValue, shownValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

/** One part of a `parse` pattern; `skip` is `*`. */
export type ParsePart =
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'column'; readonly type: ColumnType }
  | { readonly kind: 'skip' }

/** Everything after `parse` in the operator (semantics 15.1); `flags` are those of a regex. */
export interface ParsePattern {
  readonly mode: 'simple' | 'relaxed' | 'regex'
  readonly flags: string
  readonly parts: readonly ParsePart[]
}

/** The texts of the columns in order, each convertible to its type; null if the pattern does not match. */
type Matcher = (text: string) => readonly (string | null)[] | null

const converters: Readonly<Record<ColumnType, (text: string) => unknown>> = {
  string: text => text,
  dynamic: text => text,
  long: longOfText,
  int: intOfText,
  real: realOfText,
  decimal: decimalOfText,
  bool: boolOfText,
  datetime: parseKustoDatetime,
  timespan: parseKustoTimespan,
  guid: guidOfText,
}

/** The types of which it is settled what blanks around a value do. */
const settledBlanks: Readonly<Record<ParsePattern['mode'], readonly ColumnType[]>> = {
  simple: ['string', 'dynamic', 'bool', 'int', 'long'],
  relaxed: ['string', 'dynamic'],
  regex: ['string', 'dynamic', 'int', 'long', 'datetime'],
}

function converts(text: string, type: ColumnType, mode: ParsePattern['mode']): boolean {
  if (text !== text.trim() && !settledBlanks[mode].includes(type))
    throw refusedValue('unsettled-call', `parse of ${shownValue(text)} as ${type}`)
  return converters[type](text) !== null
}

const guid = '[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}'
const shapes = {
  whole: '\\s*[-+]?\\d+',
  real: '\\s*[-+]?(?:\\d+\\.?\\d*|\\.\\d+)',
  realInRegex: '\\s*[-+]?\\d+(?:\\.\\d+)?',
  bool: '\\s*(?:[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]|[-+]?\\d+)',
  boolInRegex: '\\s*(?:[tT][rR][uU][eE]|[fF][aA][lL][sS][eE])',
  guid: `\\s*(?:\\{${guid}\\}|${guid})`,
  datetime:
    '\\s*(?:\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}/\\d{1,2}/\\d{1,4})(?:[Tt ]\\s*\\d{1,2}:\\d{1,2}(?::\\d{1,2}(?:\\.\\d*)?)?)?(?:[Zz]|[-+]\\d{1,2}(?::\\d{1,2})?)?',
  timespan: '\\s*-?(?:\\d+\\.\\d{1,2}:\\d{1,2}:\\d{1,2}|\\d{1,2}:\\d{1,2}(?::\\d{1,2})?)(?:\\.\\d*)?',
}

type Shapes = Partial<Readonly<Record<ColumnType, string>>>

/** How far a value before `*` extends if nothing else ends it. */
const beforeStar: Shapes = {
  int: shapes.whole,
  long: shapes.whole,
  real: shapes.real,
  decimal: shapes.real,
  bool: shapes.bool,
  guid: shapes.guid,
}
const prefixes: Partial<Readonly<Record<ColumnType, RegExp>>> = Object.fromEntries(
  Object.entries(beforeStar).map(([type, shape]) => [type, new RegExp(shape, 'y')]),
)

/** Times before `*` in the forms that nothing after them can lengthen. */
const timesBeforeStar: Partial<Readonly<Record<ColumnType, RegExp>>> = {
  datetime: /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?Z(?![\w.:+-])/y,
  timespan: /-?(?:\d+\.)?\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?(?![\w.:+-])/y,
}

/** In regex mode a column matches text of its type's form; a string matches as much as possible (semantics 15.3). */
const inRegex: Shapes = {
  int: shapes.whole,
  long: shapes.whole,
  real: shapes.realInRegex,
  decimal: shapes.realInRegex,
  bool: shapes.boolInRegex,
  guid: shapes.guid,
  datetime: shapes.datetime,
  timespan: shapes.timespan,
}

/**
 * Why a pattern cannot be run, or why Kusto rejects it although the binder accepts it (semantics 24.12); undefined if it can.
 */
export const parsePatternProblem = (pattern: ParsePattern): RefusalText | undefined =>
  rejection(pattern) ?? (pattern.mode === 'regex' ? regexProblem(pattern) : textProblem(pattern))

function rejection({ parts, mode, flags }: ParsePattern): RefusalText | undefined {
  if (flags !== '' && mode !== 'regex') return refusalText('parse-flags')
  if (parts.some(part => part.kind === 'constant' && part.text === '')) return refusalText('parse-empty-text')
  const ambiguous = parts.some(
    (part, index) => part.kind === 'column' && part.type === 'string' && parts[index + 1]?.kind === 'skip',
  )
  return ambiguous && mode !== 'regex' ? refusalText('parse-ambiguous') : undefined
}

function regexProblem(pattern: ParsePattern): RefusalText | undefined {
  const { parts, flags } = pattern
  for (const [index, part] of parts.entries()) {
    if (part.kind !== 'column' || (part.type !== 'datetime' && part.type !== 'timespan')) continue
    if (index === parts.length - 1) return refusalText('parse-end-of-time', part.type)
    if (flags.includes('U')) return refusalText('parse-ungreedy-time', part.type)
  }
  const compilation = compileRegex(regexText(pattern))
  return 'problem' in compilation ? refusalText('regex-problem', 'this pattern', compilation.problem) : undefined
}

function textProblem({ parts }: ParsePattern): RefusalText | undefined {
  for (const [index, part] of parts.entries()) {
    const [before, after] = [parts[index - 1], parts[index + 1]]
    if (part.kind !== 'column') continue
    if (before?.kind === 'skip') return refusalText('parse-skip-column')
    if (after?.kind === 'column') return refusalText('parse-two-columns')
    const ends = prefixes[part.type] ?? timesBeforeStar[part.type]
    if (after?.kind === 'skip' && !ends) return refusalText('parse-column-skip', part.type)
  }
  return undefined
}

/** The regular expression of a whole pattern whose constants are regular expressions; it may match anywhere in the text. */
export const regexText = ({ parts, flags }: ParsePattern): string => {
  const texts = parts.map(part => {
    if (part.kind === 'skip') return '.*?'
    if (part.kind === 'column') return `(${inRegex[part.type] ?? '.*'})`
    // A lone parenthesis is the only constant that is not an expression of which it is settled that it stands for itself.
    return part.text === ')' ? '\\)' : `(?:${part.text})`
  })
  return `${flags === '' ? '' : `(?${flags})`}${texts.join('')}`
}

/** A matcher for a valid pattern; texts match exactly, from start to end, without backtracking (semantics 15.2). */
export function compileParsePattern(pattern: ParsePattern): Matcher {
  return pattern.mode === 'regex' ? regexMatcher(pattern) : plainMatcher(pattern)
}

function plainMatcher({ parts: written, mode }: ParsePattern): Matcher {
  const parts = joined(written)
  return text => {
    const columns: (string | null)[] = []
    let at = 0
    let skipping = false
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1
      if (part.kind === 'skip') {
        skipping = true
      } else if (part.kind === 'constant') {
        const found = skipping || isLast ? startOfConstant(text, at, part.text, isLast) : at
        if (found === undefined || !text.startsWith(part.text, found) || (!skipping && found !== at)) return null
        at = found + part.text.length
        skipping = false
      } else {
        const end = endOfColumn(text, at, part.type, parts.slice(index + 1))
        if (end === undefined) return null
        const value = text.slice(at, end)
        const fits = converts(value, part.type, mode)
        if (!fits && mode === 'simple') return null
        columns.push(fits ? value : null)
        at = end
      }
    }
    return columns
  }
}

/** Merges adjacent constants. */
function joined(parts: readonly ParsePart[]): readonly ParsePart[] {
  const all: ParsePart[] = []
  for (const part of parts) {
    const last = all.at(-1)
    if (part.kind === 'constant' && last?.kind === 'constant')
      all[all.length - 1] = { ...part, text: last.text + part.text }
    else all.push(part)
  }
  return all
}

/** The first position of a constant from `at` on; the last constant of a pattern must end the text. */
function startOfConstant(text: string, at: number, constant: string, isLast: boolean): number | undefined {
  const start = isLast ? text.length - constant.length : text.indexOf(constant, at)
  return start >= at && text.startsWith(constant, start) ? start : undefined
}

/** The shortest text up to the next constant; the rest of the text after the last part; before `*`, text of the type's form. */
function endOfColumn(
  text: string,
  at: number,
  type: ColumnType,
  [next, ...more]: readonly ParsePart[],
): number | undefined {
  if (next === undefined) return text.length
  if (next.kind === 'constant') return startOfConstant(text, at, next.text, more.length === 0)
  const prefix = prefixes[type]
  return prefix ? at + lengthAt(prefix, text, at) : endOfTime(text, at, type)
}

function lengthAt(prefix: RegExp, text: string, at: number): number {
  prefix.lastIndex = at
  return prefix.exec(text)?.[0].length ?? 0
}

/** No time is without digits; which other texts are times, and how far they extend, is not documented. */
function endOfTime(text: string, at: number, type: ColumnType): number {
  const length = lengthAt(timesBeforeStar[type]!, text, at)
  if (length === 0 && /\d/.test(text.slice(at))) throw refusedValue('parse-time-skip', type, shownValue(text.slice(at)))
  return at + length
}

function regexMatcher(pattern: ParsePattern): Matcher {
  const compilation = compileRegex(regexText(pattern))
  if ('problem' in compilation) return () => null
  const columns = regexColumns(pattern)
  const groups = columns.map(({ group }) => group)
  return text => {
    const values = compilation.regex.first(text, groups)?.groups
    return values?.every((value, index) => converts(value, columns[index]!.type, 'regex')) ? values : null
  }
}

/** The groups that are columns; constants may have groups of their own. */
export function regexColumns({
  parts,
}: ParsePattern): readonly { readonly type: ColumnType; readonly group: number }[] {
  let group = 1
  return parts.flatMap(part => {
    if (part.kind === 'column') return [{ type: part.type, group: group++ }]
    if (part.kind === 'constant') group += groupsIn(part.text)
    return []
  })
}

const groupsIn = (pattern: string): number => {
  const compilation = compileRegex(pattern)
  return 'regex' in compilation ? compilation.regex.groupCount : 0
}

const matchers = memoized(200, (pattern: string): Matcher => compileParsePattern(JSON.parse(pattern) as ParsePattern))

/** {@link compileParsePattern} for the database: the pattern and the result are JSON. */
export function parseText(text: string, pattern: string): string | null {
  const columns = matchers(pattern)(text)
  return columns === null ? null : JSON.stringify(columns)
}

export const parsePatternUdfs = named({
  parse_text: defineUdf({
    parameters: ['string', 'string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: parseText,
  }),
})
