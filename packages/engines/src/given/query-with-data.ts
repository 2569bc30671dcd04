import { canBring, type NeededData } from './given-data.ts'
import { datatable, letStatement, type Narrowed, narrowed } from './literal.ts'

/** A query with the data that fits into it, and the data that does not. */
export interface QueryWithData {
  readonly kql: string
  readonly tooLarge: readonly { readonly name: string; readonly narrow: Narrowed }[]
}

/** Characters of a query that every cluster takes. */
const mostCharacters = 1_000_000

/** Puts data into a query as `let` statements, the shortest first while they fit. */
export function queryWithData({ text, sources }: NeededData): QueryWithData {
  const statements = new Map<string, string>()
  const named = sources.map(({ name, rows }) => ({ name, narrow: narrowed(rows) }))
  const written = named.flatMap(({ name, narrow: { rows, restored } }) =>
    canBring(rows) ? [{ name, text: letStatement(name, datatable(rows) + restored) }] : [],
  )
  let size = text.length
  for (const one of written.toSorted((a, b) => a.text.length - b.text.length)) {
    size += one.text.length + 1
    if (size <= mostCharacters) statements.set(one.name, one.text)
  }
  return {
    kql: `${[...statements.values(), text].join('\n')}\n`,
    tooLarge: named.filter(({ name }) => !statements.has(name)),
  }
}
