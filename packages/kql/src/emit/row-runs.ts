import type { RowRuns } from '../plan/node.ts'
import { integer, name, sql } from '../sql/sql.ts'
import { type Emit, selection } from './emission.ts'

export const emitRowRuns: Emit<RowRuns> = (node, emission) => {
  const runs = sql`unnest(generate_series(${name(node.from.id)}, ${name(node.to.id)}, ${integer(node.step)}))`
  return sql`SELECT ${selection(node.columns, new Map([[node.run, runs]]))} ${emission.rows(node.input)}`
}
