import type { PlanNode, Shared } from '../plan/node.ts'
import { mapChildren } from '../plan/walk.ts'

export type Edit = (node: PlanNode) => PlanNode

/** A plan with some of its nodes replaced, after what is below them; everything else is the same object as before. */
export function editedPlan(plan: PlanNode, edits: ReadonlyMap<PlanNode, readonly Edit[]>): PlanNode {
  const known = new Map<Shared, Shared>()
  const visit = (node: PlanNode): PlanNode =>
    (edits.get(node) ?? []).reduce((edited, edit) => edit(edited), mapChildren(node, visit, known))
  return visit(plan)
}
