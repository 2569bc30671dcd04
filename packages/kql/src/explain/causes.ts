import type { Join, PlanNode } from '../plan/node.ts'
import { computed } from '../plan/query-operators.ts'
import { conditionCause } from './condition-cause.ts'
import { conjuncts } from './conjuncts.ts'
import { type Stages, tableName } from './count-stages.ts'
import { discriminatedUnions } from './discriminators.ts'
import { editedPlan } from './edited-plan.ts'
import type { ExplainContext, PlanFacts } from './explain-context.ts'
import type { Outside, QueryCause } from './explanation.ts'
import { joinCause } from './join-cause.ts'
import { inputsOf } from './plan-inputs.ts'
import { type Goal, type Remedy, remedied, remediesFor } from './remedies.ts'
import { windowedScans } from './window-repairs.ts'

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
  const causes: QueryCause[] = outside ? [windowCause(outside, plan)] : []
  const [decisive] = changes
  if (decisive) {
    for (const empty of emptyBehind(decisive, plan, stages, facts)) {
      causes.push(...(await causesOf(empty, some, stages, context, facts)))
    }
  }
  for (const remedy of changes) if (causes.length < most) causes.push(await causeOf(remedy, context, facts))
  return causes.length === 0 && isEmpty(plan, stages) ? lastRows(plan, stages, context, facts) : causes
}

const some: Goal = rows => rows > 0

const isEmpty = (plan: PlanNode, stages: Stages): boolean => stages.get(computed(plan))?.rowsOut === 0

/** Plans without rows for whose lack of rows a change makes up: a side of a join, or a leg of a union that a condition asks for. */
function emptyBehind(
  [{ node, undoes, reads }]: Remedy,
  plan: PlanNode,
  stages: Stages,
  { lineage }: PlanFacts,
): readonly PlanNode[] {
  if (node.op === 'join')
    return undoes === 'join' ? [node.left, node.right].filter(side => isEmpty(side, stages)).map(computed) : []
  const read = lineage(reads)
  return discriminatedUnions(plan)
    .filter(({ columns }) => [...columns].some(id => read.has(id)))
    .flatMap(({ union }) => inputsOf(union).filter(leg => isEmpty(leg, stages)))
    .map(computed)
}

async function causeOf(remedy: Remedy, context: ExplainContext, facts: PlanFacts): Promise<QueryCause> {
  const [{ node, condition, undoes }] = remedy
  if (node.op === 'filter' && condition) {
    return conditionCause(condition, node, part => remedied(part, remedy), context, facts)
  }
  if (node.op === 'join') return joinCause(node, undoes === 'join-case', context, facts)
  return { kind: 'null', ...node.span, text: 'the array has no elements, so the last rows yield none' }
}

/** The operator that took the last rows, if no change is known that would let enough of them pass. */
async function lastRows(
  plan: PlanNode,
  stages: Stages,
  context: ExplainContext,
  facts: PlanFacts,
): Promise<readonly QueryCause[]> {
  const start = computed(plan)
  const stage = stages.get(start)
  if (start.op === 'table-scan') return stage ? [tableCause(start, stage.rowsIn, context)] : []
  const inputs = inputsOf(start).map(computed)
  if (stage === undefined || stage.rowsIn === 0 || start.op === 'join') {
    const needed = start.op === 'join' ? neededSides(start).map(computed) : inputs
    const empty = needed.find(input => isEmpty(input, stages)) ?? (start.op === 'join' ? undefined : inputs[0])
    if (empty) return lastRows(empty, stages, context, facts)
  }
  if (start.op === 'join') return [await joinCause(start, false, context, facts)]
  if (start.op === 'filter') {
    const [condition] = conjuncts(start.predicate)
    const passing = (part: PlanNode) =>
      editedPlan(part, new Map([[start, [node => ('input' in node ? node.input : node)]]]))
    return [await conditionCause(condition!, start, passing, context, facts)]
  }
  return inputs[0] ? lastRows(inputs[0], stages, context, facts) : []
}

const neededSides = ({ kind, left, right }: Join): readonly PlanNode[] =>
  kind === 'leftouter' || kind === 'leftanti'
    ? [left]
    : kind === 'rightouter' || kind === 'rightanti'
      ? [right]
      : [left, right]

function tableCause(scan: PlanNode & { op: 'table-scan' }, stored: number, { tables }: ExplainContext): QueryCause {
  const table = tableName(scan, tables)
  return stored === 0
    ? {
        kind: 'missing-table',
        ...scan.span,
        text: `there are no rows of ${table}`,
        expected: 'rows',
        actual: 'no rows',
      }
    : { kind: 'window', ...scan.span, text: `none of the ${stored} rows of ${table} lies in the window of the run` }
}

const windowTexts: Readonly<Record<Outside, string>> = {
  late: 'the rows that would count arrived too late for the run',
  after: 'the rows that would count lie after the window of the run',
  before: 'the rows that would count lie before the window of the run',
}

function windowCause(outside: Outside, plan: PlanNode): QueryCause {
  const { span, window } = windowedScans(plan)[0]!
  // A window of arrival times ends when the run starts.
  const side = outside === 'after' && window?.by === 'ingestion' ? 'late' : outside
  return { kind: side === 'late' ? 'late' : 'window', ...span, text: windowTexts[side], outside: side }
}
