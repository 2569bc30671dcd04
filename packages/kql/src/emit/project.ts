import type { Project } from '../plan/node.ts'
import { sql } from '../sql/sql.ts'
import { type Emit, selection } from './emission.ts'

/** extend, project and similar operators: every expression sees the input row (semantics 9.2). */
export const emitProject: Emit<Project> = (node, emission) => {
  const computed = new Map(node.assignments.map(({ id, expression }) => [id, emission.expression(expression)]))
  const rows = node.computedInput ? sql`FROM ${emission.from(node.input, true)}` : emission.rows(node.input)
  return sql`SELECT ${selection(node.columns, computed)} ${rows}`
}
