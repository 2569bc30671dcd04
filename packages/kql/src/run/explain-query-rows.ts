import { explainRows } from '../explain/explain-rows.ts'
import type { RowsExplained } from '../explain/explanation.ts'
import type { Goal } from '../explain/remedies.ts'
import type { RunRequest } from './engine.ts'
import { openPlan, type PlanWorld } from './open-plan.ts'

/** Explains the rows of a query; undefined if it does not run. */
export async function explainQueryRows(
  request: RunRequest,
  goal: Goal,
  planWorld: PlanWorld,
): Promise<RowsExplained | undefined> {
  const opened = await openPlan(request, planWorld)
  if (!opened) return undefined
  const tables = new Map([...planWorld.stored].map(([key, { name }]) => [name, key]))
  return explainRows(goal, { ...opened, kql: request.kql, window: request.window, tables })
}
