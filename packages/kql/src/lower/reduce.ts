import type { Nodes } from '../frontend/syntax.ts'
import { refuse } from './refusal.ts'

/** reduce: its patterns come of an algorithm of the service's own (semantics 18.3). */
export const lowerReduce = (node: Nodes['ReduceByOperator']): never =>
  refuse(node, 'reduce', 'how the service groups texts is not documented')
