import type { Apply, Outer } from '../plan/node.ts'
import { join, name, sql } from '../sql/sql.ts'
import { type Emit, selection } from './emission.ts'
import { inParallel, positions } from './expand.ts'

/** mv-apply: the body runs once per input row; rows whose body returns nothing disappear (semantics 12.6). */
export const emitApply: Emit<Apply> = (node, emission) => {
  const from = emission.from(node.input)
  const own = new Set(node.body.columns.map(column => column.id))
  const items = node.columns.map(({ id }) =>
    own.has(id) ? sql`b.${name(id)} AS ${name(id)}` : sql`o.${name(id)} AS ${name(id)}`,
  )
  const labels = join(node.body.columns.map(column => name(column.id)))
  return sql`SELECT ${join(items)} FROM ${from} AS o, LATERAL (${emission.nested(node.body)}) AS b(${labels})`
}

/** The elements of the current outer row, together with its columns. */
export const emitOuter: Emit<Outer> = (node, emission) => {
  const { arrays, lists, computed } = inParallel(node, emission)
  const limit = node.limit && emission.expression(node.limit)
  const passed = node.columns.filter(({ id }) => !computed.has(id)).map(({ id }) => sql`o.${name(id)} AS ${name(id)}`)
  const source = sql`(SELECT *, ${lists} FROM (SELECT ${join([...passed, arrays])}))`
  return sql`SELECT ${selection(node.columns, computed)} FROM (SELECT *, ${positions(node, limit)} FROM ${source})`
}
