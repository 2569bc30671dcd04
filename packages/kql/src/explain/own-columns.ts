import type { ColumnReference, Expression } from '../plan/expression.ts'
import { expressionsOf } from '../plan/walk.ts'

/** An expression and all below it, without the plans in it. */
export const ownParts = (expression: Expression): readonly Expression[] => [
  expression,
  ...expressionsOf(expression).flatMap(ownParts),
]

/** The columns of its row that an expression reads; the plans in it read their own. */
export const ownColumns = (expression: Expression): readonly ColumnReference[] =>
  ownParts(expression).filter(part => part.op === 'column')
