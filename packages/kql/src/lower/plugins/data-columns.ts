import { budgets, overBudget } from '@tripline/budgets'
import { callSite, type DataSchema } from '../../frontend/data-schema.ts'
import type { Nodes } from '../../frontend/syntax.ts'
import type { PlanNode } from '../../plan/node.ts'
import { sameRows } from '../../plan/same-rows.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { type Question, StageNeeded } from '../stage-needed.ts'
import { callOf } from './plugin-arguments.ts'

/**
 * The columns of a plugin's call that depend on data. If they are not known yet, lowering ends here and restarts with them once
 * `plan` has run. A function that is called twice is one call site, so the inputs must be alike, and the settings too.
 */
export function dataSchema(
  node: Nodes['EvaluateOperator'],
  plan: PlanNode,
  decide: Question['decide'],
  lowering: Lowering,
  settings = '',
): DataSchema {
  const site = callSite(callOf(node))
  const schema = lowering.schemas.get(site)
  if (!schema) throw new StageNeeded({ site, plan, decide: rows => withinBudget(decide(rows), node) })
  const earlier = lowering.decided.get(site)
  const inFunction = !site.endsWith(' ')
  if (inFunction && earlier && !(earlier.settings === settings && sameRows(earlier.plan, plan)))
    return refuse(node, 'plugin-called-again')
  lowering.decided.set(site, { plan, settings })
  return schema
}

function withinBudget(schema: DataSchema, node: Nodes['EvaluateOperator']): DataSchema {
  const made = schema.columns.filter(({ from }) => from === 'data')
  if (made.length <= budgets['data-columns'].limit) return schema
  return refuse(node, 'plugin-too-many-columns', overBudget('data-columns'))
}
