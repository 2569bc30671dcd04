import type { ColumnId } from './expression.ts'
import type { PlanNode } from './node.ts'
import { readsOf, visitAll } from './walk.ts'

/** Ids that a plan reads but none of its own nodes provides: columns of an outer row. */
export function freeColumns(plan: PlanNode): ReadonlySet<ColumnId> {
  const provided = new Set<ColumnId>()
  const provide = (id: ColumnId): void => {
    provided.add(id)
  }
  visitAll([plan], {
    node: ({ columns }) => {
      for (const { id } of columns) provide(id)
    },
    made: provide,
  })
  return new Set([...readsOf([plan])].filter(id => !provided.has(id)))
}
