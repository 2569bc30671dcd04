import { countPlans } from '../explain/count-plans.ts'
import { keyword } from '../explain/explain-context.ts'
import { orElse } from '../plan/build.ts'
import { conjuncts } from '../plan/conjuncts.ts'
import { type Call, type Expression, literal } from '../plan/expression.ts'
import { freeColumns } from '../plan/free-columns.ts'
import type { Filter, PlanNode } from '../plan/node.ts'
import { visitAll } from '../plan/walk.ts'
import type { TextSpan } from '../world/query-diagnostic.ts'
import type { ConditionRows, RunRequest } from './engine.ts'
import { openPlan, type PlanWorld } from './open-plan.ts'

/** For how many rows each condition of a query's filters holds in a run, and for how many it does not. */
export async function countConditions(
  request: RunRequest,
  planWorld: PlanWorld,
): Promise<readonly ConditionRows[] | undefined> {
  const opened = await openPlan(request, planWorld)
  if (!opened) return undefined
  const conditions = conditionsOf(opened.plan, request.kql)
  const counts = await countPlans(
    conditions.flatMap(({ filter, condition }) => [
      rowsWhere(filter, condition),
      rowsWhere(filter, failing(condition, filter.span)),
    ]),
    opened.ask,
  )
  return (
    counts &&
    conditions.map(({ span }, index) => ({ ...span, holds: counts[2 * index]!, fails: counts[2 * index + 1]! }))
  )
}

interface Condition {
  readonly filter: Filter
  readonly condition: Expression
  readonly span: TextSpan
}

/** Those that are calls: others have no span of their own. */
function conditionsOf(plan: PlanNode, kql: string): readonly Condition[] {
  const found: Condition[] = []
  visitAll([plan], {
    node: node => {
      if (node.op !== 'filter' || !/^(?:where|filter)$/.test(keyword(kql, node.span)) || freeColumns(node).size > 0)
        return
      for (const condition of conjuncts(node.predicate)) {
        if (condition.op === 'call') found.push({ filter: node, condition, span: condition.span })
      }
    },
  })
  return found
}

const rowsWhere = (filter: Filter, predicate: Expression): Filter => ({ ...filter, predicate })

/** A condition that is null does not hold. */
const failing = (condition: Expression, span: TextSpan): Call => ({
  op: 'call',
  name: 'not',
  args: [orElse(condition, literal('bool', false), span)],
  type: 'bool',
  span,
})
