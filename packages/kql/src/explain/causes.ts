import type { PlanNode } from '../plan/node.ts'
import { conditionCause } from './condition-cause.ts'
import type { Stages } from './count-stages.ts'
import { emptySources } from './empty-sources.ts'
import type { ExplainContext, PlanFacts } from './explain-context.ts'
import { joinCause } from './join-cause.ts'
import { lastRowsCause } from './last-rows-cause.ts'
import { type Goal, type Remedy, remedied, remediesFor } from './remedies.ts'
import type { QueryCause } from './rows-explained.ts'
import { missingTable, windowCause } from './source-cause.ts'

/** How many causes are named; the first is the decisive one. */
const most = 3

/** Why a plan does not return enough rows. */
export async function causesOf(
  plan: PlanNode,
  goal: Goal,
  stages: Stages,
  context: ExplainContext,
  facts: PlanFacts,
): Promise<readonly QueryCause[]> {
  const { changes, outside } = await remediesFor(plan, goal, stages, context, facts)
  // Rows that pass every condition say more than conditions without which others would pass.
  const causes: QueryCause[] = outside ? [await windowCause(outside, plan, stages, context)] : []
  const [decisive] = changes
  if (decisive) {
    const { plans, tables } = emptySources(decisive, plan, stages, facts)
    causes.push(...tables.map(missingTable))
    for (const empty of plans) causes.push(...(await causesOf(empty, some, stages, context, facts)))
  }
  for (const remedy of changes) if (causes.length < most) causes.push(await causeOf(remedy, context, facts))
  const last = causes.length === 0 && stages.of(plan)?.rowsOut === 0
  return last ? lastRowsCause(plan, stages, context, facts) : causes
}

const some: Goal = rows => rows > 0

async function causeOf(remedy: Remedy, context: ExplainContext, facts: PlanFacts): Promise<QueryCause> {
  const [{ node, condition, undoes }] = remedy
  if (node.op === 'filter' && condition) {
    return conditionCause(condition, node, part => remedied(part, remedy), context, facts)
  }
  if (node.op === 'join') return joinCause(node, undoes === 'join-case', context, facts)
  return { kind: 'null', ...node.span, text: 'the array has no elements, so the last rows yield none' }
}
