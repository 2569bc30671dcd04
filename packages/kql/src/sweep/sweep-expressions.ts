import type { ColumnReference, Expression } from '../plan/expression.ts'
import type { PlanNode } from '../plan/node.ts'
import { childrenOf, expressionsOf, readsOf } from '../plan/walk.ts'

/** What expressions need to be computed for many runs at once. */
export interface Needs {
  /** `now()`, or the other rows of the run. */
  readonly run: boolean
  /** Plans whose rows they read. */
  readonly plans: readonly PlanNode[]
}

export function needsOf(expressions: readonly Expression[]): Needs {
  const plans: PlanNode[] = []
  let run = false
  const visit = (expression: Expression): void => {
    run ||= expression.op === 'now' || expression.op === 'window'
    plans.push(...childrenOf(expression))
    for (const operand of expressionsOf(expression)) visit(operand)
  }
  for (const expression of expressions) visit(expression)
  return { run, plans }
}

/** The columns that expressions read, by a reference to each. */
export function columnsRead(expressions: readonly Expression[]): readonly ColumnReference[] {
  const ids = readsOf(expressions)
  const found = new Map<string, ColumnReference>()
  const visit = (expression: Expression): void => {
    if (expression.op === 'column' && ids.has(expression.id)) found.set(expression.id, expression)
    for (const operand of expressionsOf(expression)) visit(operand)
  }
  for (const expression of expressions) visit(expression)
  return [...found.values()]
}
