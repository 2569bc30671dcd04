import type { StoredFunction } from '@tripline/kql/compile'
import type { Catalogue, Table } from '@tripline/schemas'

/** Comments and string literals, in which nothing names a table. */
const inert = /\/\/.*|@"[^"]*"|@'[^']*'|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g

/** What reads tables that it does not spell out: `search`, `find`, `table(…)`, and the wildcards of a union. */
const unspelled = (text: string): boolean =>
  /\b(?:search|find|table)\b/.test(text) || (/\bunion\b/.test(text) && text.includes('*'))

/** Whether a query may read a table, judged by its words: true for every table where it may read any. */
export function mayRead(kql: string, functions: readonly StoredFunction[]): (table: string) => boolean {
  const texts = textsOf(kql, functions)
  if (texts.some(unspelled)) return () => true
  const words = wordsOf(texts)
  return table => words.has(table)
}

/** The tables that a query spells out, or what has the same name: a column, a function. */
export function tablesNamed(kql: string, functions: readonly StoredFunction[], catalogue: Catalogue): readonly Table[] {
  return [...wordsOf(textsOf(kql, functions))].flatMap(word => catalogue.get(word) ?? [])
}

const textsOf = (kql: string, functions: readonly StoredFunction[]): readonly string[] =>
  [kql, ...functions.map(({ body }) => body)].map(text => text.replace(inert, ' '))

const wordsOf = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap(text => text.match(/\w+/g) ?? []))
