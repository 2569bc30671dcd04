import type { StoredFunction } from '@tripline/kql/compile'

/** Comments and string literals, in which nothing names a table. */
const inert = /\/\/.*|@"[^"]*"|@'[^']*'|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g

/** What reads tables that it does not spell out: `search`, `find`, `table(…)`, and the wildcards of a union. */
const unspelled = (text: string): boolean =>
  /\b(?:search|find|table)\b/.test(text) || (/\bunion\b/.test(text) && text.includes('*'))

/** Whether a query may read a table, judged by its words: true for every table where it may read any. */
export function mayRead(kql: string, functions: readonly StoredFunction[]): (table: string) => boolean {
  const texts = [kql, ...functions.map(({ body }) => body)].map(text => text.replace(inert, ' '))
  if (texts.some(unspelled)) return () => true
  const words = new Set(texts.flatMap(text => text.match(/\w+/g) ?? []))
  return table => words.has(table)
}
