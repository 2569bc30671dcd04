import { type Sql, sql, text } from '../../sql/sql.ts'

/** The edges of a needle that must be those of a term. */
export interface Edges {
  readonly left: boolean
  readonly right: boolean
}

export const wholeTerm: Edges = { left: true, right: true }

const alphanumeric = /[\p{L}\p{Nd}]/u

/** Only letters and digits have something to be separated from. */
export function termEdges(needle: string, edges: Edges): Edges {
  const characters = [...needle]
  return {
    left: edges.left && alphanumeric.test(characters[0]!),
    right: edges.right && alphanumeric.test(characters.at(-1)!),
  }
}

/** A literal text as a pattern of the database's regex engine. */
export const quoted = (needle: string): string =>
  needle.replace(/[^\p{L}\p{Nd}_ ]/gu, character => `\\x{${character.codePointAt(0)!.toString(16)}}`)

/** What ends a term, in ASCII. */
const delimiter = '[\\x{0}-/:-@\\[-`{-\\x{7f}]'
const beyondAscii = '[^\\x{0}-\\x{7f}]'

/** An occurrence that only ASCII delimiters adjoin. */
export const alone = (sought: string, { left, right }: Edges): string =>
  `${left ? `(?:^|${delimiter})` : ''}${sought}${right ? `(?:$|${delimiter})` : ''}`

/**
 * An occurrence that a character outside ASCII adjoins. The engine takes milliseconds to compile the class of all letters, so
 * whether it is one is left to JavaScript.
 */
export const adjoined = (sought: string, { left, right }: Edges): string =>
  `(?:${[left && beyondAscii + sought, right && sought + beyondAscii].filter(Boolean).join('|')})`

export const termMatch = (haystack: Sql, pattern: string): Sql =>
  sql`regexp_matches(${haystack}, ${text(`(?s)${pattern}`)})`
