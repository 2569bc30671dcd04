import { causesOf } from './causes.ts'
import { countStages } from './count-stages.ts'
import { type ExplainContext, planFacts } from './explain-context.ts'
import { withQuerySpans } from './query-spans.ts'
import type { Goal } from './remedies.ts'
import type { RowsExplained } from './rows-explained.ts'

/** What became of the rows of a plan, and why there are not enough; undefined if the database cannot compute them. */
export async function explainRows(goal: Goal, asked: ExplainContext): Promise<RowsExplained | undefined> {
  const plan = withQuerySpans(asked.plan)
  const context = { ...asked, plan }
  const stages = await countStages(context)
  if (!stages) return undefined
  const rows = stages.of(plan)!.rowsOut
  const causes = goal(rows) ? [] : await causesOf(plan, goal, stages, context, planFacts(plan))
  return { rows, stages: stages.all, causes }
}
