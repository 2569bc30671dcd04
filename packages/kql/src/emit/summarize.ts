import type { PlanNode, Summarize } from '../plan/node.ts'
import { integer, join, name, type Sql, sql } from '../sql/sql.ts'
import { type Emission, type Emit, listed } from './emission.ts'
import { orderBy, rowNumberIn } from './expression.ts'

/**
 * summarize and distinct: one row per group; null keys form one group; without keys there is always one row (semantics 10.2).
 */
export const emitSummarize: Emit<Summarize> = (node, emission) => {
  const items = [...node.keys, ...node.aggregates].map(
    ({ id, expression }) => sql`${emission.expression(expression)} AS ${name(id)}`,
  )
  const ordered = node.columns.some(column => column.id === node.position)
  const { rows, rank } = ordered ? ranked(node.input, emission) : { rows: emission.rows(node.input), rank: undefined }
  if (rank) items.push(sql`min(${rank}) AS ${name(node.position)}`)
  if (node.keys.length === 0) return sql`SELECT ${listed(items)} ${rows}`
  const groups = node.keys.map((_, index) => integer(index + 1))
  return sql`SELECT ${join(items)} ${rows} GROUP BY ${join(groups)}`
}

/** Rows with a number that increases in their order. */
function ranked(input: PlanNode, emission: Emission): { readonly rows: Sql; readonly rank: Sql } {
  const rows = emission.rows(input)
  const known = rowNumberIn(input.order)
  if (known) return { rows, rank: known }
  const rank = name(' rank')
  return { rows: sql`FROM (SELECT *, row_number() OVER (${orderBy(input.order)}) AS ${rank} ${rows})`, rank }
}
