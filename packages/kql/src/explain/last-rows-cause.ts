import { conjuncts } from '../plan/conjuncts.ts'
import type { Join, PlanNode } from '../plan/node.ts'
import { computed } from '../plan/query-operators.ts'
import { conditionCause } from './condition-cause.ts'
import { type Stages, sourceTable } from './count-stages.ts'
import { editedPlan } from './edited-plan.ts'
import type { ExplainContext, PlanFacts } from './explain-context.ts'
import { joinCause } from './join-cause.ts'
import { inputsOf } from './plan-inputs.ts'
import type { QueryCause } from './rows-explained.ts'
import { missingTable } from './source-cause.ts'

/** What took the last rows of an empty plan, where no change is known that would let some pass. */
export async function lastRowsCause(
  plan: PlanNode,
  stages: Stages,
  context: ExplainContext,
  facts: PlanFacts,
): Promise<readonly QueryCause[]> {
  const node = computed(plan)
  const source = sourceTable(node, context.tables)
  const rowsIn = stages.of(node)?.rowsIn ?? 0
  if (source) return [sourceCause(node, source.name, rowsIn)]
  const needed = node.op === 'join' ? neededSides(node) : rowsIn > 0 ? [] : inputsOf(node)
  const empty = needed.find(input => stages.of(input)?.rowsOut === 0)
  if (empty) return lastRowsCause(empty, stages, context, facts)
  if (node.op === 'join') return [await joinCause(node, false, context, facts)]
  if (node.op === 'filter') {
    const [condition] = conjuncts(node.predicate)
    const unfiltered = (part: PlanNode) =>
      editedPlan(part, new Map([[node, [edited => ('input' in edited ? edited.input : edited)]]]))
    return [await conditionCause(condition!, node, unfiltered, context, facts)]
  }
  const [input] = inputsOf(node)
  return input ? lastRowsCause(input, stages, context, facts) : []
}

const neededSides = ({ kind, left, right }: Join): readonly PlanNode[] =>
  kind === 'leftouter' || kind === 'leftanti'
    ? [left]
    : kind === 'rightouter' || kind === 'rightanti'
      ? [right]
      : [left, right]

function sourceCause({ span }: PlanNode, name: string, stored: number): QueryCause {
  if (stored === 0) return missingTable({ table: name, span })
  return { kind: 'window', ...span, text: `the run sees none of the ${stored} rows of ${name}` }
}
