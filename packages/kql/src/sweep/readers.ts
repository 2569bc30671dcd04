import { isCheap } from '../functions/cheap.ts'
import { reader } from '../plan/build.ts'
import type { PlanNode } from '../plan/node.ts'

/** Rows for several readers: each reads them itself if that is fast, which takes no memory; otherwise they are computed once. */
export function readers(rows: PlanNode): () => PlanNode {
  const shared = { plan: rows }
  return isFast(rows) ? () => rows : () => reader(shared)
}

/** Rows of tables that are only compared, and spread over runs; rows that are computed already. */
function isFast(node: PlanNode): boolean {
  switch (node.op) {
    case 'table-scan':
    case 'reference':
      return true
    case 'filter':
      return isCheap(node.predicate) && isFast(node.input)
    case 'project':
      return node.assignments.every(({ expression }) => isCheap(expression)) && isFast(node.input)
    case 'run-bounds':
    case 'row-runs':
      return isFast(node.input)
    case 'union':
      return node.legs.every(({ input }) => isFast(input))
    case 'join':
      return node.kind === 'leftsemi' && isFast(node.left) && node.right.op === 'reference'
    default:
      return false
  }
}
