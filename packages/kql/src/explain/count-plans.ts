import type { PlanNode } from '../plan/node.ts'
import { operatorsOf } from '../plan/query-operators.ts'
import { countRows } from './count-rows.ts'
import type { Ask } from './explain-context.ts'
import { staging } from './staged-plan.ts'

/** The numbers of rows of plans; undefined if the database cannot compute one of them. */
export async function countPlans(plans: readonly PlanNode[], ask: Ask): Promise<readonly number[] | undefined> {
  if (plans.length === 0) return []
  const rows = await ask(countRows(plans))
  if (!rows) return undefined
  const counts = new Map(rows.map(([index, count]) => [Number(index), Number(count)]))
  return plans.map((_, index) => counts.get(index) ?? 0)
}

/** The numbers of rows of variants of a plan; NaN for those that the database cannot compute, such as with a value that KQL rejects. */
export async function countVariants(
  variants: readonly PlanNode[],
  plan: PlanNode,
  ask: Ask,
): Promise<readonly number[]> {
  const stage = staging(operatorsOf(plan).map(({ output }) => output))
  const all = await countPlans(variants.map(stage), ask)
  if (all) return all
  const counts: number[] = []
  for (const variant of variants) counts.push((await countPlans([variant], ask))?.[0] ?? Number.NaN)
  return counts
}
