import type { AggregateCall, ColumnReference, Expression } from '../plan/expression.ts'
import type { PlanNode, Summarize } from '../plan/node.ts'
import { childrenOf, expressionsOf, mapOperands, readsOf } from '../plan/walk.ts'

/** What expressions need to be computed for many runs at once. */
export interface Needs {
  /** `now()`, or the other rows of the run. */
  readonly run: boolean
  /** The other rows of the run. */
  readonly rows: boolean
  /** Plans whose rows they read. */
  readonly plans: readonly PlanNode[]
}

export function needsOf(expressions: readonly Expression[]): Needs {
  const plans: PlanNode[] = []
  let [run, rows] = [false, false]
  const visit = (expression: Expression): void => {
    rows ||= expression.op === 'window'
    run ||= rows || expression.op === 'now'
    plans.push(...childrenOf(expression))
    for (const operand of expressionsOf(expression)) visit(operand)
  }
  for (const expression of expressions) visit(expression)
  return { run, rows, plans }
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

export const aggregatesIn = (expressions: readonly Expression[]): readonly AggregateCall[] =>
  expressions.flatMap(expression =>
    expression.op === 'aggregate' ? [expression] : aggregatesIn(expressionsOf(expression)),
  )

/** An expression with others in place of some of its parts. */
export const replaced = (expression: Expression, instead: (part: Expression) => Expression | undefined): Expression =>
  instead(expression) ?? mapOperands(expression, operand => replaced(operand, instead))

/** Whether something above needs the groups in the order of their first rows. */
export const isRanked = ({ columns, position }: Summarize): boolean => columns.some(({ id }) => id === position)
