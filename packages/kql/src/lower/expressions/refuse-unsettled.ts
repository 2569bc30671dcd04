import { type Expr, is } from '../../frontend/syntax.ts'
import { edgeNamed, unsettledAt } from '../../functions/edge.ts'
import type { FunctionRow } from '../../functions/row.ts'
import type { Expression } from '../../plan/expression.ts'
import { because } from '../../refusals/refusal-text.ts'
import { refuseWith } from '../refusal.ts'
import { argumentsOf } from './special-call.ts'

/** Refuses constants for which Kusto's answer is unknown; `emit/unsettled.ts` sees to the rows. */
export function refuseUnsettled(row: FunctionRow, construct: string, args: readonly Expression[], node: Expr): void {
  for (const [index, argument] of args.entries()) {
    if (argument.op !== 'literal') continue
    const { type, value } = argument
    const edge = unsettledAt(row, index)
      ?.map(name => edgeNamed(type, name))
      .find(found => found?.has(value))
    if (!edge) continue
    const written = is(node, 'FunctionCallExpression') ? argumentsOf(node)[index] : undefined
    refuseWith(written ?? node, because('unsettled-argument', index + 1, edge.phrase)(construct))
  }
}
