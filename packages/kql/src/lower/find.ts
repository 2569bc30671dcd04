import type { Nodes } from '../frontend/syntax.ts'
import type { PlanNode } from '../plan/node.ts'
import type { Environment } from './environment.ts'
import type { Lowering } from './lowering.ts'
import { refuse } from './refusal.ts'

export const lowerFind = (node: Nodes['FindOperator'], _environment: Environment, _lowering: Lowering): PlanNode =>
  refuse(node, 'find', 'this engine does not run it', 'union and where')
