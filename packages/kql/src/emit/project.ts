import type { Project } from '../plan/node.ts'
import { sql } from '../sql/sql.ts'
import { type Emit, selection } from './emission.ts'

/** extend, project and similar operators: every expression sees the input row (semantics 9.2). */
export const emitProject: Emit<Project> = (node, emission) => {
  const computed = new Map(node.assignments.map(({ id, expression }) => [id, emission.expression(expression)]))
  return sql`SELECT ${selection(node.columns, computed)} FROM ${emission.from(node.input, node.computedInput)}`
}
