import type { Nodes } from '../../frontend/syntax.ts'
import type { PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import type { Lowered, Lowering } from '../lowering.ts'
import { sharePlan } from '../share-plan.ts'

/** as: names its input for later operators (semantics 9.8). */
export function lowerAs(
  node: Nodes['AsOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): Lowered {
  const label = node.Name!.SimpleName!
  const bindings = [[node.Name!.ReferencedSymbol, { kind: 'table', plan: sharePlan(input, lowering), label }]] as const
  return { plan: input, environment: environment.with(bindings) }
}
