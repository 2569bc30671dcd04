import { type Expr, spanOf } from '../../frontend/syntax.ts'
import { type EdgeName, edgeNamed } from '../../functions/edge.ts'
import { type Expression, literal } from '../../plan/expression.ts'
import { refuse } from '../refusal.ts'

/**
 * A value of a tabular operator for which Kusto's answer is unknown at these edges: a constant is refused where it is written,
 * others once a row has them. `what` names the operator and the value, as in `sort by`.
 */
export function settled(value: Expression, names: readonly EdgeName[], what: string, at: Expr): Expression {
  const { type } = value
  if (type === 'struct') return value
  const possible = names.filter(name => edgeNamed(type, name))
  if (possible.length === 0) return value
  if (value.op === 'literal') {
    const edge = possible.map(name => edgeNamed(type, name)!).find(({ has }) => has(value.value))
    return edge ? refuse(at, 'unsettled-operand', what, edge.phrase) : value
  }
  const args = [value, literal('string', possible.join(' ')), literal('string', what)]
  return { op: 'call', name: 'settled', args, type, span: spanOf(at) }
}
