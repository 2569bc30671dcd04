import type { Expr } from '../../frontend/syntax.ts'
import type { EdgeName } from '../../functions/edge.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Environment } from '../environment.ts'
import { settled } from '../expressions/settled.ts'
import type { Lowering } from '../lowering.ts'

/** How many rows or groups an operator keeps; null, and unless the edges say otherwise a negative number, is refused (semantics 13.2). */
export const rowCount = (
  node: Expr,
  environment: Environment,
  lowering: Lowering,
  edges: readonly EdgeName[] = ['null', 'negative'],
): Expression => settled(lowering.expression(node, { environment }), edges, 'a number of rows of', node)
