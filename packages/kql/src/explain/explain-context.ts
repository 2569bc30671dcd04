import type { ColumnId } from '../plan/expression.ts'
import type { Assignment, PlanNode } from '../plan/node.ts'
import { visitAll } from '../plan/walk.ts'
import type { Cell } from '../world/dataset.ts'
import type { TextSpan } from '../world/query-diagnostic.ts'
import { type Lineage, lineageOf } from './lineage.ts'
import type { WindowTimes } from './window-repairs.ts'

/** The rows of a plan; undefined if the database cannot compute them. */
export type Ask = (plan: PlanNode) => Promise<readonly (readonly Cell[])[] | undefined>

/** What an explanation is made from. */
export interface ExplainContext {
  readonly plan: PlanNode
  readonly kql: string
  readonly ask: Ask
  readonly window?: WindowTimes | undefined
  /** The keys of stored tables by their names in the database. */
  readonly tables: ReadonlyMap<string, string>
}

/** What explanations look up in a plan. */
export interface PlanFacts {
  readonly lineage: Lineage
  /** The names of columns as users know them. */
  readonly names: ReadonlyMap<ColumnId, string>
  /** Columns that are computed from the rows of a group, rather than picked from one of them. */
  readonly aggregates: ReadonlySet<ColumnId>
}

export function planFacts(plan: PlanNode): PlanFacts {
  const names = new Map<ColumnId, string>()
  const aggregates = new Set<ColumnId>()
  visitAll([plan], {
    node: node => {
      for (const { id, name, hidden } of node.columns) if (!hidden && name !== id) names.set(id, name)
      for (const { id, expression } of aggregatesAt(node)) if (expression.type !== 'struct') aggregates.add(id)
    },
  })
  return { lineage: lineageOf(plan), names, aggregates }
}

const aggregatesAt = (node: PlanNode): readonly Assignment[] =>
  node.op === 'summarize' ? node.aggregates : node.op === 'series' ? node.series : []

/** A part of the query on one line. */
export const words = (kql: string, { start, end }: TextSpan): string =>
  kql.slice(start, end).replace(/\s+/g, ' ').trim()

/** The name of an operator as it is written. */
export const keyword = (kql: string, { start, end }: TextSpan): string =>
  /^[\w-]+/.exec(kql.slice(start, end))?.[0] ?? words(kql, { start, end })
