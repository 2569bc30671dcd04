import type { DuckDBConnection } from '@duckdb/node-api'
import { empty, integer, join, render, type Sql, sql, text } from '../sql/sql.ts'
import { type DynamicText, dynamicCell, isUncertain } from './dynamic-text.ts'

const sampled = 256

/** Each takes as long to look for as a text to compare with others. */
const mostPatterns = 4

/**
 * A condition on the texts of a dynamic column that may not be dynamic cells. The others differ only in their strings from texts
 * at the start of the column. Undefined if that would take longer than to consider each different text once.
 */
export async function unusualTexts(
  connection: DuckDBConnection,
  rows: Sql,
  column: Sql,
  form: DynamicText,
): Promise<Sql | undefined> {
  const query = sql`SELECT ${column} FROM ${rows} WHERE ${column} IS NOT NULL LIMIT ${integer(sampled)}`
  const texts = (await connection.runAndReadAll(render(query, {}))).getRows().map(([cell]) => cell as string)
  const different = new Set(texts)
  if (different.size < texts.length / 2) return undefined
  const patterns = new Set<string>()
  let without = 0
  for (const one of different) {
    const pattern = patternOf(one)
    if (pattern) patterns.add(pattern)
    else without++
  }
  if (patterns.size === 0 || patterns.size > mostPatterns || without > different.size / 10) return undefined
  return join(Array.from(patterns, differs(column, form)), ' AND ')
}

/**
 * If a text has no quotes but those of the pattern, no wildcard stands for more than the content of a string: without a quote or a
 * backslash and, since the text is valid, without a control character.
 */
const differs =
  (column: Sql, form: DynamicText) =>
  (pattern: string): Sql => {
    const hasMore = (character: string) => sql`${column} LIKE ${text(oneMore(character, pattern))}`
    const hasMoreQuotes = hasMembersOnly(pattern) ? sql`(${hasMore(':')} AND ${hasMore('"')})` : hasMore('"')
    const isInvalid = form === 'json' ? empty : sql` OR NOT json_valid(${column})`
    return sql`(${column} NOT LIKE ${text(pattern)} OR ${hasMoreQuotes} OR contains(${column}, '\\')${isInvalid})`
  }

/** Matches what has more of a character than a pattern. */
const oneMore = (character: string, pattern: string): string =>
  `${`%${character}`.repeat(pattern.split(character).length)}%`

/**
 * Whether all strings of a pattern are keys or values of keys. A further string in a valid text then needs a further key, and so a
 * colon, which takes less time to look for.
 */
const hasMembersOnly = (pattern: string): boolean => !/[":]/.test(pattern.replace(/"[a-z0-9][^":]*":(?:"%")?/gi, ''))

/** What LIKE matches with a text and with those that have other strings in the same positions; undefined if nothing does. */
function patternOf(cell: string): string | undefined {
  if (!/^[[{]/.test(cell) || isUncertain(cell) || dynamicCell(cell) !== cell) return undefined
  let isPlain = true
  const value: unknown = JSON.parse(cell, (key, member) => {
    isPlain &&= !/[%_\\"]/.test(key)
    return member
  })
  if (!isPlain || JSON.stringify(value) !== cell) return undefined
  return JSON.stringify(value, (_, member) => (typeof member === 'string' ? '%' : member))
}
