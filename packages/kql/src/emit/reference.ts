import type { Reference } from '../plan/node.ts'
import { join, name, type Sql, sql } from '../sql/sql.ts'

/** A shared sub-plan with the ids of this reference. */
export function emitReference(node: Reference, shared: Sql): Sql {
  const items = node.columns.map(column => sql`${name(node.ids.get(column.id)!)} AS ${name(column.id)}`)
  return sql`SELECT ${join(items)} FROM ${shared}`
}
