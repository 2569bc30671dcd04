import type { Call, Expression } from '../plan/expression.ts'
import { visit } from '../plan/free-columns.ts'
import type { PlanNode } from '../plan/node.ts'
import { refuse } from './refusal.ts'

/** What passes decimals on as they come. */
const passing: ReadonlySet<string> = new Set(
  'parse_version iff iif case coalesce max_of min_of min minif max maxif take_any take_anyif any arg_min arg_max'.split(
    ' ',
  ),
)

const makesColumns: ReadonlySet<string> = new Set(['table-scan', 'values', 'expand', 'range', 'scan'])

/** Whether it makes a decimal with digits behind the point. */
function isOrdinary(item: Partial<Expression> | PlanNode): boolean {
  if ('columns' in item) return makesColumns.has(item.op!) && item.columns.some(({ type }) => type === 'decimal')
  if (item.type !== 'decimal') return false
  if (item.op === 'literal') return item.value !== null
  return (item.op === 'call' || item.op === 'aggregate') && !passing.has(item.name!)
}

/**
 * A decimal of parse_version has another carrier than the rest, because its 32 digits stand before the point; the database
 * would round one to meet the other, so a query has either (semantics 4.11).
 */
export function refuseMixedDecimals(plan: PlanNode): void {
  let version: Call | undefined
  let ordinary = false
  visit(plan, value => {
    const item = value as Partial<Expression> | PlanNode
    if (item.op === 'call' && 'name' in item && item.name === 'parse_version') version = item as Call
    else if ('op' in item) ordinary ||= isOrdinary(item)
  })
  if (version && ordinary)
    refuse(version.span ?? plan.span, 'parse_version()', 'its 32 digits do not go together with other decimals')
}
