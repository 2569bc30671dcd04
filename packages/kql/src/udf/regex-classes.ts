/** Where an assertion about word characters holds. */
export type Boundary = 'word' | 'inside' | 'start' | 'end' | 'startHalf' | 'endHalf'

/** Perl classes are Unicode unless `(?-u)` (semantics 3.1). */
export const wordClass = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}'
export const perlClasses: Readonly<Record<string, { readonly unicode: string; readonly ascii: string }>> = {
  d: { unicode: '\\p{Nd}', ascii: '0-9' },
  s: { unicode: '\\p{White_Space}', ascii: '\\t-\\r\\u{20}' },
  w: { unicode: wordClass, ascii: '0-9A-Za-z_' },
}

export const posixClasses: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\u{0}-\\u{7f}',
  blank: '\\t\\u{20}',
  cntrl: '\\u{0}-\\u{1f}\\u{7f}',
  digit: '0-9',
  graph: '\\u{21}-\\u{7e}',
  lower: 'a-z',
  print: '\\u{20}-\\u{7e}',
  punct: '\\u{21}-\\u{2f}\\u{3a}-\\u{40}\\u{5b}-\\u{60}\\u{7b}-\\u{7e}',
  space: '\\t-\\r\\u{20}',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
}

export const controlEscapes: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 }
/** What may follow `\b`. */
export const boundaries: Readonly<Record<string, Boundary>> = {
  '{start}': 'start',
  '{end}': 'end',
  '{start-half}': 'startHalf',
  '{end-half}': 'endHalf',
}
export const hexWidths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** Code points and ranges of a JavaScript class, always as `\u{…}` so that no character needs thought about escaping. */
export const codePointText = (codePoint: number): string => `\\u{${codePoint.toString(16)}}`

/** Does JavaScript know the Unicode property? */
export function isProperty(name: string): boolean {
  try {
    return new RegExp(`\\p{${name}}`, 'v') !== undefined
  } catch {
    return false
  }
}
