import type { ColumnType } from '@tripline/schemas'
import { boundedCache } from './bounded-cache.ts'
import { parseKustoDatetime, parseKustoTimespan } from './datetime-text.ts'
import { boolOfText, decimalOfText, guidOfText, intOfText, longOfText, realOfText } from './number-text.ts'
import { compileRegex } from './regex.ts'
import { defineUdf } from './udf.ts'

/** One step of a `parse` pattern; `skip` is `*`. */
export type ParsePart =
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'column'; readonly type: ColumnType }
  | { readonly kind: 'skip' }

/** What stands between `parse` and the end of the operator (semantics 15.1); `flags` are those of a regex. */
export interface ParsePattern {
  readonly mode: 'simple' | 'relaxed' | 'regex'
  readonly flags: string
  readonly parts: readonly ParsePart[]
}

/** The texts of the columns in order, each convertible to its type; null when the pattern does not match. */
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
const converts = (text: string, type: ColumnType): boolean => converters[type](text) !== null

/** How far a number reaches where nothing else ends it, before `*`. */
const integerPrefix = /[+-]?\d+/y
const realPrefix = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const prefixes: Partial<Readonly<Record<ColumnType, RegExp>>> = {
  int: integerPrefix,
  long: integerPrefix,
  real: realPrefix,
  decimal: realPrefix,
}

/** In regex mode a number is matched as digits, everything else as any text and then converted (semantics 15.3). */
const columnRegex = (type: ColumnType): string =>
  type === 'int' || type === 'long'
    ? '([+-]?\\d+)'
    : type === 'real' || type === 'decimal'
      ? '([+-]?\\d+(?:\\.\\d+)?)'
      : '(.*)'

/** Why a pattern cannot be run; undefined when it can. */
export function parsePatternProblem(pattern: ParsePattern): string | undefined {
  const { parts, mode } = pattern
  if (mode === 'regex') {
    const compilation = compileRegex(regexText(pattern))
    return 'problem' in compilation ? `the regular expression ${compilation.problem}` : undefined
  }
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1]
    const after = parts[index + 1]
    if (part.kind !== 'column') continue
    if (before?.kind === 'skip') return "a column needs a constant between it and the '*' before it"
    if (after?.kind === 'column') return 'two columns need a constant between them'
    if (after?.kind === 'skip' && prefixes[part.type] === undefined)
      return `a ${part.type} column needs a constant between it and the '*' after it`
  }
  return undefined
}

/** The one regular expression of a pattern whose constants are such; the semantics of it are Kusto's. */
export const regexText = ({ parts, flags }: ParsePattern): string => {
  const texts = parts.map(part =>
    part.kind === 'skip' ? '.*?' : part.kind === 'constant' ? `(?:${part.text})` : columnRegex(part.type),
  )
  const start = parts[0]?.kind === 'skip' ? '' : '\\A'
  const end = parts.at(-1)?.kind === 'column' ? '\\z' : ''
  return `${flags === '' ? '' : `(?${flags})`}${start}${texts.join('')}${end}`
}

/** A matcher for a pattern without problems; texts match exactly, in order, without going back (semantics 15.2). */
export function compileParsePattern(pattern: ParsePattern): Matcher {
  return pattern.mode === 'regex' ? regexMatcher(pattern) : plainMatcher(pattern)
}

function plainMatcher({ parts, mode }: ParsePattern): Matcher {
  return text => {
    const columns: (string | null)[] = []
    let at = 0
    let skipping = false
    for (const [index, part] of parts.entries()) {
      if (part.kind === 'skip') {
        skipping = true
      } else if (part.kind === 'constant') {
        const found = skipping ? text.indexOf(part.text, at) : text.startsWith(part.text, at) ? at : -1
        if (found < 0) return null
        at = found + part.text.length
        skipping = false
      } else {
        const end = endOfColumn(text, at, part.type, parts[index + 1])
        if (end === undefined) return null
        const value = text.slice(at, end)
        const fits = converts(value, part.type)
        if (!fits && mode === 'simple') return null
        columns.push(fits ? value : null)
        at = end
      }
    }
    return columns
  }
}

/** The shortest text up to the next constant; the rest after the last part; the number itself before `*`. */
function endOfColumn(text: string, at: number, type: ColumnType, next: ParsePart | undefined): number | undefined {
  if (next === undefined) return text.length
  if (next.kind === 'constant') {
    const end = text.indexOf(next.text, at)
    return end < 0 ? undefined : end
  }
  const prefix = prefixes[type]!
  prefix.lastIndex = at
  return at + (prefix.exec(text)?.[0].length ?? 0)
}

function regexMatcher(pattern: ParsePattern): Matcher {
  const compilation = compileRegex(regexText(pattern))
  if ('problem' in compilation) return () => null
  const columns = regexColumns(pattern)
  return text => {
    const groups = compilation.regex.find(text, 0)?.groups
    if (groups === undefined) return null
    const values = columns.map(column => groups[column.group] ?? '')
    return values.every((value, index) => converts(value, columns[index]!.type)) ? values : null
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

const matchers = boundedCache(
  200,
  (pattern: string): Matcher => compileParsePattern(JSON.parse(pattern) as ParsePattern),
)

/** {@link compileParsePattern} for the database: the pattern and the answer are JSON. */
export function parseText(text: string, pattern: string): string | null {
  const columns = matchers(pattern)(text)
  return columns === null ? null : JSON.stringify(columns)
}

export const parsePatternUdfs = [
  defineUdf({
    name: 'parse_text',
    parameters: ['string', 'string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: parseText,
  }),
] as const
