import type { PlanNode } from '../plan/node.ts'

/** The plans whose rows a node reads. */
export function inputsOf(node: PlanNode): readonly PlanNode[] {
  switch (node.op) {
    case 'join':
      return [node.left, node.right]
    case 'union':
      return node.legs.map(({ input }) => input)
    case 'reference':
      return [node.shared.plan]
    default:
      return 'input' in node ? [node.input] : []
  }
}
