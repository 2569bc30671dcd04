import type { PlanNode, Shared } from '../plan/node.ts'
import { mapChildren } from '../plan/walk.ts'
import type { TextSpan } from '../world/query-diagnostic.ts'

/** A plan whose nodes have spans of the query alone: what is in the body of a function is where the query calls it. */
export function withQuerySpans(plan: PlanNode): PlanNode {
  const known = new Map<Shared, Shared>()
  /** `calls`: that of the query first, then those in bodies of functions. */
  const visit = (node: PlanNode, calls: readonly TextSpan[]): PlanNode => {
    const { origin } = node
    const within = origin === 'caller' ? calls.slice(0, -1) : origin ? [...calls, origin] : calls
    const mapped = mapChildren(node, child => visit(child, within), known)
    return within[0] ? { ...mapped, span: within[0], origin: within[0] } : mapped
  }
  return visit(plan, [])
}
