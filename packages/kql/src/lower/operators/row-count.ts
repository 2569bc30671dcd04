import { type Expr, spanOf } from '../../frontend/syntax.ts'
import { constantOf, type Expression } from '../../plan/expression.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'

/** How many rows or groups an operator keeps; null is refused, in the text or during the run (semantics 13.2). */
export function rowCount(node: Expr, environment: Environment, lowering: Lowering): Expression {
  const count = lowering.expression(node, { environment })
  if (constantOf(count) === null) return refuse(node, 'null-count')
  if (count.op === 'literal') return count
  return { op: 'call', name: 'known_count', args: [count], type: 'long', span: spanOf(node) }
}
