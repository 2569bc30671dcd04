import type { ColumnId, Expression } from '../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../plan/node.ts'
import { join, name, type Sql, sql } from '../sql/sql.ts'

/** What an emitter can use while it writes a node. */
export interface Emission {
  readonly guarded: () => boolean
  /** The columns of tables. */
  readonly stored: ReadonlySet<ColumnId>
  /**
   * What to use in FROM for a node's rows, once: a subquery, or a materialized CTE on request, as it must be if it is in an operand,
   * which a macro may repeat.
   */
  from(node: PlanNode, computed?: boolean): Sql
  /** FROM and WHERE for a node's rows, once, with the conditions of the filters that it ends in. */
  rows(node: PlanNode): Sql
  /** A sub-plan as its own query that can refer to the current row: the operand of LATERAL. */
  nested(body: PlanNode): Sql
  expression(expression: Expression, truth?: boolean): Sql
}

export type Emit<Node> = (node: Node, emission: Emission) => Sql

/** `expression AS "id", …` for a node's columns: computed ones from `computed`, the others unchanged. */
export const selection = (columns: readonly PlanColumn[], computed: ReadonlyMap<string, Sql>): Sql =>
  listed(
    columns.map(column => {
      const expression = computed.get(column.id)
      return expression ? sql`${expression} AS ${name(column.id)}` : name(column.id)
    }),
  )

/** The list of a SELECT. SQL needs at least one column, but bag_unpack may leave none, so a constant is added. */
export const listed = (items: readonly Sql[]): Sql => (items.length > 0 ? join(items) : sql`NULL`)
