import type { PlanNode } from '../plan/node.ts'
import { operatorsOf } from '../plan/query-operators.ts'
import type { RefusalText } from '../refusals/refusal-row.ts'
import { countStages } from './count-stages.ts'
import type { ExplainContext } from './explain-context.ts'
import { withQuerySpans } from './query-spans.ts'
import type { QueryStage, RowsExplained } from './rows-explained.ts'

/**
 * The first operator of a query that refuses a value of a row, and what became of the rows before it; undefined if none does.
 * `refusal`: why a plan has no rows, if it refuses a value.
 */
export async function explainRefusal(
  context: ExplainContext,
  refusal: (plan: PlanNode) => Promise<RefusalText | undefined>,
): Promise<RowsExplained | undefined> {
  for (const { output, inputs, span } of operatorsOf(withQuerySpans(context.plan))) {
    // Columns that decide the order may be hidden, and it decides nothing here.
    const refused = await refusal({ ...output, order: [] })
    if (!refused) continue
    const stages: QueryStage[] = []
    for (const plan of inputs) stages.push(...((await countStages({ ...context, plan }))?.all ?? []))
    return { rows: 0, stages, causes: [{ kind: 'type', ...span, text: refused.message }] }
  }
  return undefined
}
