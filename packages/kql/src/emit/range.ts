import type { Range } from '../plan/node.ts'
import { carrier, name, sql } from '../sql/sql.ts'
import type { Emit } from './emission.ts'

/** range: both ends included; a start beyond the end yields no rows (semantics 17.5). */
export const emitRange: Emit<Range> = (node, emission) => {
  const column = node.columns[0]!
  const [from, to, step] = [node.from, node.to, node.step].map(edge => emission.expression(edge)) as [
    ReturnType<typeof emission.expression>,
    ReturnType<typeof emission.expression>,
    ReturnType<typeof emission.expression>,
  ]
  const count = sql`CASE WHEN (${to} - ${from}) / ${step} < 0 THEN -1 ELSE floor((${to} - ${from}) / ${step}) END`
  const last = sql`CAST(${count} AS BIGINT)`
  return sql`SELECT CAST(${from} + i * ${step} AS ${carrier[column.type]}) AS ${name(column.id)} FROM generate_series(0, ${last}) AS series(i)`
}
