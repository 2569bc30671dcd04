import { call, join, type Sql, sql, text } from '../../sql/sql.ts'
import { fold } from '../comparison/comparison.ts'
import type { Operand } from '../row.ts'
import { has } from '../string-operators/string-operators.ts'
import { termUdfs } from '../string-operators/term.ts'
import { adjoined, alone, quoted, termMatch, wholeTerm } from '../string-operators/term-pattern.ts'

/**
 * Tests of which one holds if the text has any of the needles. Those that are ASCII share two patterns: the database takes longer
 * to compile two for each than to read the rows of a test.
 */
export function hasAny(haystack: Operand, needles: readonly Operand[]): readonly Sql[] {
  const shared = needles.filter(({ constant }) => typeof constant === 'string' && asciiTerm.test(constant))
  if (shared.length < 2) return needles.map(needle => has(haystack, needle))
  const others = needles.filter(needle => !shared.includes(needle))
  return [hasShared(haystack, shared), ...others.map(needle => has(haystack, needle))]
}

/** A letter or digit at each end. */
const asciiTerm = /^[a-z\d](?:[\0-\x7f]*[a-z\d])?$/i

/** The Kelvin sign and the long s, which the engine takes for a k and an s: characters outside ASCII within a needle. */
const misfolded = '[\\x{17f}\\x{212a}]'

function hasShared(haystack: Operand, needles: readonly Operand[]): Sql {
  const constants = needles.map(({ constant }) => String(constant))
  const sought = `(?i:${constants.map(quoted).join('|')})`
  const found = needles.map(needle => sql`contains(${fold(haystack).sql}, ${fold(needle).sql})`)
  const isUnclear = termMatch(haystack.sql, `${misfolded}|${adjoined(sought, wholeTerm)}`)
  const exactly = call(termUdfs.has_any, [haystack.sql, text(JSON.stringify(constants))])
  return sql`((${join(found, ' OR ')}) AND CASE WHEN ${isUnclear} THEN ${exactly} ELSE ${termMatch(haystack.sql, alone(sought, wholeTerm))} END)`
}
