import type { ExplainContext } from '../explain/explain-context.ts'
import { explainRefusal } from '../explain/explain-refusal.ts'
import { explainRows } from '../explain/explain-rows.ts'
import type { Goal } from '../explain/remedies.ts'
import type { RowsExplained } from '../explain/rows-explained.ts'
import type { PlanNode } from '../plan/node.ts'
import type { RunRequest } from './engine.ts'
import { type AnswerPlan, openPlan, type PlanWorld } from './open-plan.ts'

/** Explains the rows of a query; undefined if it does not run. */
export async function explainQueryRows(
  request: RunRequest,
  goal: Goal,
  planWorld: PlanWorld,
): Promise<RowsExplained | undefined> {
  const opened = await openContext(request, planWorld)
  return opened && explainRows(goal, opened)
}

/** Explains at which operator a query refuses a value; undefined if it does not. */
export async function explainQueryRefusal(
  request: RunRequest,
  planWorld: PlanWorld,
): Promise<RowsExplained | undefined> {
  const opened = await openContext(request, planWorld)
  if (!opened) return undefined
  const refusal = async (plan: PlanNode) => {
    const answer = await opened.answer(plan)
    return !answer.ok && answer.reason === 'refused' ? answer.refusal : undefined
  }
  return explainRefusal(opened, refusal)
}

async function openContext(
  request: RunRequest,
  planWorld: PlanWorld,
): Promise<(ExplainContext & { readonly answer: AnswerPlan }) | undefined> {
  const opened = await openPlan(request, planWorld)
  const tables = new Map([...planWorld.stored].map(([key, { name }]) => [name, key]))
  return opened && { ...opened, kql: request.kql, window: request.window, tables }
}
