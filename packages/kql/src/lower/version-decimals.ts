import type { Call, Expression } from '../plan/expression.ts'
import type { PlanNode } from '../plan/node.ts'
import type { Contents } from '../plan/walk.ts'
import { refuse } from './refusal.ts'

/** Functions that return their decimals unchanged. */
const passing: ReadonlySet<string> = new Set(
  'parse_version iff iif case coalesce max_of min_of min minif max maxif take_any take_anyif any arg_min arg_max'.split(
    ' ',
  ),
)

const makesColumns: ReadonlySet<PlanNode['op']> = new Set(['table-scan', 'values', 'expand', 'range', 'scan'])

/** Whether a node computes a decimal with a fraction. */
const makesOrdinary = ({ op, columns }: PlanNode): boolean =>
  makesColumns.has(op) && columns.some(({ type }) => type === 'decimal')

/** Whether an expression does. */
function isOrdinary(expression: Expression): boolean {
  if (expression.type !== 'decimal') return false
  if (expression.op === 'literal') return expression.value !== null
  return (expression.op === 'call' || expression.op === 'aggregate') && !passing.has(expression.name)
}

const isVersion = (expression: Expression): expression is Call =>
  expression.op === 'call' && expression.name === 'parse_version'

/**
 * A decimal of parse_version has a different carrier from the rest, because its 32 digits all precede the point. The database
 * would round one to match the other, so a query can have only one of the two (semantics 4.11).
 */
export function refuseMixedDecimals(plan: PlanNode, { nodes, expressions }: Contents): void {
  const version = expressions.findLast(isVersion)
  if (version && (nodes.some(makesOrdinary) || expressions.some(isOrdinary)))
    refuse(version.span ?? plan.span, 'version-with-decimals')
}
