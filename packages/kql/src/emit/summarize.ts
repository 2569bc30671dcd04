import type { PlanNode, Summarize } from '../plan/node.ts'
import type { Emission, Emit } from './emission.ts'
import { orderBy, placeIn } from './expression.ts'
import { integer, join, name, type Sql, sql } from './sql.ts'

/** summarize and distinct: one row per group; null keys form one group; without keys always one row (semantics 10.2). */
export const emitSummarize: Emit<Summarize> = (node, emission) => {
  const items = [...node.keys, ...node.aggregates].map(
    ({ id, expression }) => sql`${emission.expression(expression)} AS ${name(id)}`,
  )
  const ordered = node.columns.some(column => column.id === node.position)
  const { from, place } = ordered ? placed(node.input, emission) : { from: emission.from(node.input), place: undefined }
  if (place) items.push(sql`min(${place}) AS ${name(node.position)}`)
  if (node.keys.length === 0) return sql`SELECT ${join(items)} FROM ${from}`
  const groups = node.keys.map((_, index) => integer(index + 1))
  return sql`SELECT ${join(items)} FROM ${from} GROUP BY ${join(groups)}`
}

/** Rows beside a number that grows with their order. */
function placed(input: PlanNode, emission: Emission): { readonly from: Sql; readonly place: Sql } {
  const from = emission.from(input)
  const known = placeIn(input.order)
  if (known) return { from, place: known }
  const place = name(' place')
  return { from: sql`(SELECT *, row_number() OVER (${orderBy(input.order)}) AS ${place} FROM ${from})`, place }
}
