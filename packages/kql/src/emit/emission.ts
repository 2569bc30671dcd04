import type { Expression } from '../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../plan/node.ts'
import { join, name, type Sql, sql } from '../sql/sql.ts'

/** What an emitter may ask while it writes one node. */
export interface Emission {
  readonly guarded: boolean
  /** A name in FROM for a node's rows; the node becomes a CTE of the query being written, computed once if asked. */
  from(node: PlanNode, computed?: boolean): Sql
  /** A sub-plan as a query of its own that may look at the row beside it: what LATERAL takes. */
  nested(body: PlanNode): Sql
  expression(expression: Expression, truth?: boolean): Sql
}

export type Emit<Node> = (node: Node, emission: Emission) => Sql

/** `expression AS "id", …` for a node's columns: computed ones from `computed`, the others as they come. */
export const selection = (columns: readonly PlanColumn[], computed: ReadonlyMap<string, Sql>): Sql =>
  listed(
    columns.map(column => {
      const expression = computed.get(column.id)
      return expression ? sql`${expression} AS ${name(column.id)}` : name(column.id)
    }),
  )

/** What a SELECT lists; rows without columns, as bag_unpack may leave them, are rows of something that nobody reads. */
export const listed = (items: readonly Sql[]): Sql => (items.length > 0 ? join(items) : sql`NULL`)
