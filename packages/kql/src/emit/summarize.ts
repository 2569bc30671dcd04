import type { Summarize } from '../plan/node.ts'
import type { Emit } from './emission.ts'
import { join, name, sql } from './sql.ts'

/** summarize and distinct: one row per group; null keys form one group; without keys always one row (semantics 10.2). */
export const emitSummarize: Emit<Summarize> = (node, emission) => {
  const items = [...node.keys, ...node.aggregates].map(
    ({ id, expression }) => sql`${emission.expression(expression)} AS ${name(id)}`,
  )
  const from = emission.from(node.input)
  if (node.keys.length === 0) return sql`SELECT ${join(items)} FROM ${from}`
  const groups = node.keys.map((_, index) => sql`${{ parts: [String(index + 1)] }}`)
  return sql`SELECT ${join(items)} FROM ${from} GROUP BY ${join(groups)}`
}
