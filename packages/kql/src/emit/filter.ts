import type { Filter } from '../plan/node.ts'
import { sql } from '../sql/sql.ts'
import { type Emit, selection } from './emission.ts'

/** where: rows for which the predicate is true; null counts as false (semantics 1.5). */
export const emitFilter: Emit<Filter> = (node, emission) =>
  sql`SELECT ${selection(node.columns, new Map())} ${emission.rows(node)}`
