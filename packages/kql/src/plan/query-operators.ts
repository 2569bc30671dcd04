import type { TextSpan } from '../world/query-diagnostic.ts'
import type { Expression } from './expression.ts'
import { freeColumns } from './free-columns.ts'
import type { PlanNode } from './node.ts'
import { childrenOf, expressionsOf, isNode } from './walk.ts'

/** One operator of a query's text: the nodes of the plan with its span. */
export interface QueryOperator {
  readonly span: TextSpan
  /** The node whose rows the operator passes on. */
  readonly output: PlanNode
  /** The nodes of earlier operators whose rows it reads. */
  readonly inputs: readonly PlanNode[]
}

/**
 * The operators of a plan, each after those whose rows it reads. Those that run once per row of another operator, as in the body
 * of mv-apply, are left out: their rows are not rows of the query.
 */
export function operatorsOf(plan: PlanNode): readonly QueryOperator[] {
  const operators = new Map<PlanNode, QueryOperator>()
  const visit = (node: PlanNode): void => {
    const output = computed(node)
    if (operators.has(output)) return
    const own: PlanNode[] = []
    const inputs = inputsOf(output, output.span, own)
    for (const input of inputs) visit(input)
    for (const inner of own.flatMap(expressionPlans)) visit(inner)
    operators.set(output, { span: output.span, output, inputs })
  }
  visit(plan)
  return [...operators.values()]
}

/** What is computed once is one operator, however often it is read. */
export const computed = (node: PlanNode): PlanNode => (node.op === 'reference' ? computed(node.shared.plan) : node)

/** The nearest nodes below with a different span; `own` receives those of the same. */
function inputsOf(node: PlanNode, span: TextSpan, own: PlanNode[]): readonly PlanNode[] {
  own.push(node)
  const children = (node.op === 'apply' ? [node.input] : childrenOf(node)).map(computed)
  return children.flatMap(child => (isSameOperator(child, span) ? inputsOf(child, span, own) : [child]))
}

/** A table is an operator of its own, even where all of a function's body has the span of its call. */
const isSameOperator = ({ op, span: { start, end } }: PlanNode, span: TextSpan): boolean =>
  start === span.start && end === span.end && op !== 'table-scan'

/** The plans in the expressions of a node that do not depend on its current row. */
function expressionPlans(value: PlanNode | Expression): readonly PlanNode[] {
  const plans = isNode(value) ? [] : childrenOf(value).filter(plan => freeColumns(plan).size === 0)
  return [...plans, ...expressionsOf(value).flatMap(expressionPlans)]
}
