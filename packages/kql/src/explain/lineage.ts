import type { ColumnId } from '../plan/expression.ts'
import type { Assignment, PlanNode } from '../plan/node.ts'
import { readsOf, visitAll } from '../plan/walk.ts'

/** The columns that each column of a plan is computed from, itself included. */
export type Lineage = (columns: Iterable<ColumnId>) => ReadonlySet<ColumnId>

export function lineageOf(plan: PlanNode): Lineage {
  const sources = new Map<ColumnId, readonly ColumnId[]>()
  visitAll([plan], {
    node: node => {
      for (const [id, from] of computedBy(node)) sources.set(id, [...(sources.get(id) ?? []), ...from])
    },
  })
  return columns => {
    const reached = new Set(columns)
    for (const id of reached) for (const source of sources.get(id) ?? []) reached.add(source)
    return reached
  }
}

type Computed = readonly (readonly [ColumnId, readonly ColumnId[]])[]

const assigned = (assignments: readonly Assignment[]): Computed =>
  assignments.map(({ id, expression }) => [id, [...readsOf([expression])]])

function computedBy(node: PlanNode): Computed {
  switch (node.op) {
    case 'project':
    case 'row':
      return assigned(node.assignments)
    case 'summarize':
      return assigned([...node.keys, ...node.aggregates])
    case 'series':
      return assigned([...node.keys, ...node.series, node.axis])
    case 'expand':
    case 'outer':
      return node.expansions.map(({ id, array }) => [id, [...readsOf([array])]])
    case 'join':
      return [...node.sources].map(([id, source]) => [id, [source.id]])
    case 'reference':
      return [...node.ids].map(([id, below]) => [id, [below]])
    case 'union':
      return node.columns.map(({ id }, index) => [id, node.legs.flatMap(({ ids }) => ids[index] ?? [])])
    default:
      return []
  }
}
