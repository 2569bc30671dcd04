import { causesOf } from './causes.ts'
import { countStages } from './count-stages.ts'
import { type ExplainContext, planFacts } from './explain-context.ts'
import type { RowsExplained } from './explanation.ts'
import type { Goal } from './remedies.ts'

/** What became of the rows of a plan, and why there are not enough; undefined if the database cannot compute them. */
export async function explainRows(goal: Goal, context: ExplainContext): Promise<RowsExplained | undefined> {
  const { plan } = context
  const counted = await countStages(context)
  if (!counted) return undefined
  const stages = [...counted.values()]
  const rows = stages.at(-1)!.rowsOut
  const causes = goal(rows) ? [] : await causesOf(plan, goal, counted, context, planFacts(plan))
  return { rows, stages, causes }
}
