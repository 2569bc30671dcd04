import type { Filter } from '../plan/node.ts'
import type { Emit } from './emission.ts'
import { selection } from './emission.ts'
import { sql } from './sql.ts'

/** where: rows whose predicate is true; null counts as false (semantics 1.5). */
export const emitFilter: Emit<Filter> = (node, emission) =>
  sql`SELECT ${selection(node.columns, new Map())} FROM ${emission.from(node.input)} WHERE ${emission.expression(node.predicate, true)}`
