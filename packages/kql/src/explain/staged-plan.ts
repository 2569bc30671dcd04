import type { ColumnId } from '../plan/expression.ts'
import type { PlanNode, Reference, Shared } from '../plan/node.ts'
import { mapChildren } from '../plan/walk.ts'

/** Rewrites plans so that the given nodes are computed once, however many of the plans contain them. */
export function staging(nodes: readonly PlanNode[]): (plan: PlanNode) => PlanNode {
  const wanted = new Set(nodes)
  const known = new Map<Shared, Shared>()
  const staged = new Map<PlanNode, Shared>()
  const visit = (node: PlanNode): PlanNode => {
    if (!wanted.has(node)) return below(node)
    const shared = staged.get(node) ?? { plan: below(node) }
    staged.set(node, shared)
    return readerOf(node, shared)
  }
  // The body of an apply reads an outer row, which a plan that is computed once cannot.
  const below = (node: PlanNode): PlanNode =>
    node.op === 'apply' ? { ...node, input: visit(node.input) } : mapChildren(node, visit, known)
  return visit
}

function readerOf({ columns, order, serialized, span }: PlanNode, shared: Shared): Reference {
  const ids = new Map<ColumnId, ColumnId>(columns.map(({ id }) => [id, id]))
  const kept = order.every(({ expression }) => ids.has(expression.id))
  return { op: 'reference', shared, ids, columns, order: kept ? order : [], serialized, span }
}
