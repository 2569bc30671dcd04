import type { Range } from '../plan/node.ts'
import { carrier, name, refusal, sql } from '../sql/sql.ts'
import type { Emit } from './emission.ts'

/** range: both ends included; a step with the wrong sign yields no rows (semantics 17.5). */
export const emitRange: Emit<Range> = (node, emission) => {
  const column = node.columns[0]!
  const [from, to, step] = [node.from, node.to, node.step].map(edge => emission.expression(edge)) as [
    ReturnType<typeof emission.expression>,
    ReturnType<typeof emission.expression>,
    ReturnType<typeof emission.expression>,
  ]
  const isKnown = sql`(${step} <> 0 AND ${from} IS NOT NULL AND ${to} IS NOT NULL)`
  const count = sql`CASE WHEN (${to} - ${from}) / ${step} < 0 THEN -1 ELSE floor((${to} - ${from}) / ${step}) END`
  const last = sql`CASE WHEN ${isKnown} THEN CAST(${count} AS BIGINT) ELSE ${refusal('range-edge')} END`
  return sql`SELECT CAST(${from} + i * ${step} AS ${carrier[column.type]}) AS ${name(column.id)} FROM generate_series(0, ${last}) AS series(i)`
}
