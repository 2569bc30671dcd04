import type { Nodes } from '../../frontend/syntax.ts'
import type { PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'

/** A plugin of `evaluate`, applied to the rows before it. */
export type LowerPlugin = (
  node: Nodes['EvaluateOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
) => PlanNode
