import type { Expression } from '../plan/expression.ts'
import { expressionsOf } from '../plan/walk.ts'
import type { Segment } from './segment.ts'

/** A value of a condition, and the values that it is computed from. */
export interface Operand {
  readonly expression: Expression
  readonly from: readonly Operand[]
  /** Whether it is an element of `from`. */
  readonly isElement: boolean
}

/** What an expression is computed from, down to the columns where its segment begins. */
export function operandOf(expression: Expression, segment: Segment): Operand {
  const definition = expression.op === 'column' ? segment.definitions.get(expression.id) : undefined
  const parts = definition ? [definition.expression] : expressionsOf(expression)
  const from = parts.filter(part => part.op !== 'literal').map(part => operandOf(part, segment))
  return { expression, from, isElement: definition?.isElement ?? false }
}

/** An operand and everything below it, each expression once. */
export function operandsIn(operand: Operand): readonly Operand[] {
  const found = new Map<Expression, Operand>()
  const visit = (each: Operand): void => {
    if (found.has(each.expression)) return
    found.set(each.expression, each)
    each.from.forEach(visit)
  }
  visit(operand)
  return [...found.values()]
}
