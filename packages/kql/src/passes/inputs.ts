import type { PlanNode, Shared } from '../plan/node.ts'

/** A node with each of the nodes it reads from replaced; a shared plan is replaced once, for all its readers. */
export function mapInputs(node: PlanNode, map: (input: PlanNode) => PlanNode, shared: Map<Shared, Shared>): PlanNode {
  switch (node.op) {
    case 'join':
      return { ...node, left: map(node.left), right: map(node.right) }
    case 'union':
      return { ...node, legs: node.legs.map(leg => ({ ...leg, input: map(leg.input) })) }
    case 'apply':
      return { ...node, input: map(node.input), body: map(node.body) }
    case 'reference': {
      const known = shared.get(node.shared) ?? { ...node.shared, plan: map(node.shared.plan) }
      shared.set(node.shared, known)
      return { ...node, shared: known }
    }
    default:
      return 'input' in node ? { ...node, input: map(node.input) } : node
  }
}
