import { call, type Sql, sql, text } from '../../sql/sql.ts'
import { fold } from '../comparison/comparison.ts'
import { type Family, type Operand, type ScalarRow, scalar } from '../row.ts'
import { termUdfs } from './term.ts'

const alphanumeric = /[\p{L}\p{Nd}]/u

/** A literal text as a pattern of the database's regex engine. */
export const quoted = (needle: string): string =>
  needle.replace(/[^\p{L}\p{Nd}_ ]/gu, character => `\\x{${character.codePointAt(0)!.toString(16)}}`)

type Edges = { readonly left: boolean; readonly right: boolean }

/**
 * An occurrence of the needle that no letter or digit adjoins, where the needle's own edge is one (semantics 2.3-2.5). A
 * constant needle runs in the database's regex engine after a cheap substring test. The engine takes milliseconds to compile
 * the class of all letters, so characters outside ASCII next to the needle are left to JavaScript.
 */
function term(haystack: Operand, needle: Operand, edges: Edges, sensitive: boolean): Sql {
  const [subject, search] = sensitive ? [haystack, needle] : [fold(haystack), fold(needle)]
  const kind = edges.left && edges.right ? 'has' : edges.left ? 'hasprefix' : 'hassuffix'
  const exactly = call(termUdfs[`${kind}${sensitive ? '_cs' : ''}`], [haystack.sql, needle.sql])
  if (typeof needle.constant !== 'string') return exactly
  if (needle.constant === '') return sql`TRUE`
  const characters = [...needle.constant]
  const left = edges.left && alphanumeric.test(characters[0]!)
  const right = edges.right && alphanumeric.test(characters.at(-1)!)
  const found = sql`contains(${subject.sql}, ${search.sql})`
  if (!left && !right) return found
  const sought = `(?${sensitive ? '' : 'i'}:${quoted(needle.constant)})`
  const alone = `${left ? `(?:^|${delimiter})` : ''}${sought}${right ? `(?:$|${delimiter})` : ''}`
  const adjoined = `(?:${[left && beyondAscii + sought, right && sought + beyondAscii].filter(Boolean).join('|')})`
  const matches = (pattern: string) => sql`regexp_matches(${haystack.sql}, ${text(`(?s)${pattern}`)})`
  return sql`(${found} AND CASE WHEN ${matches(alone)} THEN TRUE WHEN ${matches(adjoined)} THEN ${exactly} ELSE FALSE END)`
}

/** What ends a term, in ASCII. */
const delimiter = '[\\x{0}-/:-@\\[-`{-\\x{7f}]'
const beyondAscii = '[^\\x{0}-\\x{7f}]'

type Test = (haystack: Operand, needle: Operand) => Sql

/** An operator and its negation; both are total on strings (semantics 1.4). */
const exact = (name: string, test: Test, rules: readonly string[], folds = false): ScalarRow[] => {
  const row = (called: string, write: ScalarRow['sql']) =>
    scalar(called, ['string', 'string'], write, rules, {
      seeks: true,
      ...(folds && { foldsCase: { exact: `${called}_cs` } }),
    })
  return [row(name, ([a, b]) => test(a!, b!)), row(`!${name}`, ([a, b]) => sql`(NOT ${test(a!, b!)})`)]
}

/** The same for an operator that ignores case; its case-sensitive form ends in `_cs`. */
const folding = (name: string, test: Test, rules: readonly string[]): ScalarRow[] => exact(name, test, rules, true)

const both: Edges = { left: true, right: true }

/** `has`: the needle as a whole term or phrase, ignoring case. */
export const has: Test = (haystack, needle) => term(haystack, needle, both, false)

export const stringOperators: Family = {
  udfs: [termUdfs],
  rows: [
    ...folding('has', has, ['2.3', '2.4', '2.5', '2.7']),
    ...exact('has_cs', (a, b) => term(a, b, both, true), ['2.1', '2.4']),
    ...folding('hasprefix', (a, b) => term(a, b, { left: true, right: false }, false), ['2.6']),
    ...exact('hasprefix_cs', (a, b) => term(a, b, { left: true, right: false }, true), ['2.6']),
    ...folding('hassuffix', (a, b) => term(a, b, { left: false, right: true }, false), ['2.6']),
    ...exact('hassuffix_cs', (a, b) => term(a, b, { left: false, right: true }, true), ['2.6']),
    ...folding('contains', (a, b) => sql`contains(${fold(a).sql}, ${fold(b).sql})`, ['2.1', '2.7']),
    ...exact('contains_cs', (a, b) => sql`contains(${a.sql}, ${b.sql})`, ['2.1']),
    ...folding('startswith', (a, b) => sql`starts_with(${fold(a).sql}, ${fold(b).sql})`, ['2.1', '2.7']),
    ...exact('startswith_cs', (a, b) => sql`starts_with(${a.sql}, ${b.sql})`, ['2.1']),
    ...folding('endswith', (a, b) => sql`suffix(${fold(a).sql}, ${fold(b).sql})`, ['2.1']),
    ...exact('endswith_cs', (a, b) => sql`suffix(${a.sql}, ${b.sql})`, ['2.1']),
  ],
}
