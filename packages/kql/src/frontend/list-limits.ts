/** The maximum length of a list, and what its items are called. */
export interface ListLimit {
  readonly most: number
  readonly items: string
}

/**
 * Columns, aggregates, arguments: the binder and the database take about a millisecond for each. Real queries have up to 320.
 */
const expressions: ListLimit = { most: 1_000, items: 'expressions' }

/** Literals, which are far cheaper. Real queries have up to 960. */
const values: ListLimit = { most: 10_000, items: 'values' }

/** The binder compares the columns of every table with those of all others. Real queries have up to 20. */
const tables: ListLimit = { most: 256, items: 'tables' }

/** Each level is grouped and joined separately. */
const levels: ListLimit = { most: 30, items: 'levels' }

/** The binder compares every condition with all others. Real queries have up to 160. */
const branches: ListLimit = { most: 640, items: 'conditions and values' }

/** By the word before the list, within an operator or before the bracket. */
const byOperator: ReadonlyMap<string, ListLimit> = new Map([
  ['|', expressions],
  ['union', tables],
  ['find', tables],
  ['search', tables],
  ['top-nested', levels],
])

const byBracket: ReadonlyMap<string, ListLimit> = new Map([
  ...['in', '~', 'has_any', 'has_all', 'dynamic', 'datatable'].map(word => [word, values] as const),
  ['case', branches],
])

/** The limit of the list of operands that a token begins, if it begins one. */
export const listLimitAfter: {
  (token: '|'): ListLimit
  (token: string): ListLimit | undefined
} = (token: string) => byOperator.get(token) as ListLimit

/** The limit of a bracketed list, by the bracket, the token before it and the enclosing list. */
export function listLimitWithin(bracket: string, before: string, around: ListLimit): ListLimit {
  if (before === 'in' && around === tables) return tables
  return byBracket.get(before) ?? (bracket === '(' ? expressions : values)
}
