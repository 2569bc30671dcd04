import { type Sql, sql } from '../emit/sql.ts'
import { type FunctionRow, scalar } from './row.ts'

const concat = (parts: readonly Sql[]): Sql => parts.reduce((all, part) => sql`${all} || ${part}`)

/** String functions; lengths and positions count code points (semantics 4.8). */
export const stringFunctions: readonly FunctionRow[] = [
  scalar('strlen', ['string'], ([s]) => sql`length(${s!.sql})`, ['4.8']),
  scalar('tolower', ['string'], ([s]) => sql`lower(${s!.sql})`, ['4.10']),
  scalar('toupper', ['string'], ([s]) => sql`upper(${s!.sql})`, ['4.10']),
  scalar('strcat', ['string'], parts => sql`(${concat(parts.map(part => part.sql))})`, ['4.7']),
]
