import { call, type Sql, sql } from '../../sql/sql.ts'
import { fold } from '../comparison/comparison.ts'
import { type Family, type Operand, type ScalarRow, scalar } from '../row.ts'
import { termUdfs } from './term.ts'
import { adjoined, alone, type Edges, quoted, termEdges, termMatch, wholeTerm } from './term-pattern.ts'

/**
 * An occurrence of the needle that no letter or digit adjoins, where the needle's own edge is one (semantics 2.3-2.5). A
 * constant needle runs in the database's regex engine after a cheap substring test.
 */
function term(haystack: Operand, needle: Operand, edges: Edges, sensitive: boolean): Sql {
  const [subject, search] = sensitive ? [haystack, needle] : [fold(haystack), fold(needle)]
  const kind = edges.left && edges.right ? 'has' : edges.left ? 'hasprefix' : 'hassuffix'
  const exactly = call(termUdfs[`${kind}${sensitive ? '_cs' : ''}`], [haystack.sql, needle.sql])
  if (typeof needle.constant !== 'string') return exactly
  if (needle.constant === '') return sql`TRUE`
  const own = termEdges(needle.constant, edges)
  const found = sql`contains(${subject.sql}, ${search.sql})`
  if (!own.left && !own.right) return found
  const sought = `(?${sensitive ? '' : 'i'}:${quoted(needle.constant)})`
  const matches = (pattern: string) => termMatch(haystack.sql, pattern)
  return sql`(${found} AND CASE WHEN ${matches(alone(sought, own))} THEN TRUE WHEN ${matches(adjoined(sought, own))} THEN ${exactly} ELSE FALSE END)`
}

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

/** `has`: the needle as a whole term or phrase, ignoring case. */
export const has: Test = (haystack, needle) => term(haystack, needle, wholeTerm, false)

export const stringOperators: Family = {
  udfs: [termUdfs],
  rows: [
    ...folding('has', has, ['2.3', '2.4', '2.5', '2.7']),
    ...exact('has_cs', (a, b) => term(a, b, wholeTerm, true), ['2.1', '2.4']),
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
