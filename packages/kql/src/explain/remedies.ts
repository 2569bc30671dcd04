import type { PlanNode } from '../plan/node.ts'
import { operatorsOf } from '../plan/query-operators.ts'
import { countVariants } from './count-plans.ts'
import type { Stages } from './count-stages.ts'
import { type Edit, editedPlan } from './edited-plan.ts'
import type { ExplainContext, PlanFacts } from './explain-context.ts'
import { type Repair, repairsOf } from './repairs.ts'
import type { Outside } from './rows-explained.ts'
import { outsides, widened, windowedScans } from './window-repairs.ts'

/** Whether so many rows are enough. */
export type Goal = (rows: number) => boolean

/** Changes that together make a plan return enough rows; the first is blamed. */
export type Remedy = readonly [Repair, ...Repair[]]

/** A plan with the changes of a remedy. */
export function remedied(plan: PlanNode, remedy: Remedy): PlanNode {
  const edits = new Map<PlanNode, Edit[]>()
  for (const { node, edit } of remedy) edits.set(node, [...(edits.get(node) ?? []), edit])
  return editedPlan(plan, edits)
}

export interface Remedies {
  /** The most likely one first. */
  readonly changes: readonly Remedy[]
  /** The rows outside the window that would be enough. */
  readonly outside?: Outside
}

/** What makes a plan return enough rows: one change, or else several about the same values. */
export async function remediesFor(
  plan: PlanNode,
  goal: Goal,
  stages: Stages,
  { ask, window }: ExplainContext,
  facts: PlanFacts,
): Promise<Remedies> {
  const repairs = repairsOf(plan)
  const scans = windowedScans(plan)
  const sides = window && scans.length > 0 ? outsides : []
  const widenedPlans = sides.map(side =>
    editedPlan(plan, new Map(scans.map(scan => [scan, [() => widened(scan, side, window!)]]))),
  )
  const single = repairs.map((repair): Remedy => [repair])
  const counts = await countVariants([...single.map(each => remedied(plan, each)), ...widenedPlans], plan, ask)
  const changes = single.filter((_, index) => goal(counts[index]!))
  const outside = sides.find((_, index) => goal(counts[single.length + index]!))
  if (changes.length > 0 || outside) return { changes: ranked(changes, plan, stages), ...(outside && { outside }) }
  const joint = jointRemedies(repairs, facts)
  const jointCounts = await countVariants(
    joint.map(each => remedied(plan, each)),
    plan,
    ask,
  )
  const least = joint.filter((_, index) => goal(jointCounts[index]!)).sort((a, b) => a.length - b.length)
  return { changes: least.slice(0, 1) }
}

/** Each change with those after it that look at the same values, or at values that it leaves empty. */
function jointRemedies(repairs: readonly Repair[], { lineage }: PlanFacts): readonly Remedy[] {
  const reads = new Map(repairs.map(repair => [repair, lineage(repair.reads)]))
  return repairs.flatMap((first, index): readonly Remedy[] => {
    const values = [...reads.get(first)!, ...first.empty]
    const related = repairs
      .slice(index + 1)
      .filter(other => other.undoes !== 'join-case' && values.some(id => reads.get(other)!.has(id)))
    return related.length > 0 ? [[first, ...related]] : []
  })
}

/** Changes to operators that took the last rows come first, then those that rows meet earlier. */
function ranked(remedies: readonly Remedy[], plan: PlanNode, stages: Stages): readonly Remedy[] {
  const operators = operatorsOf(plan)
  const rank = ([{ node }]: Remedy): number => {
    const index = operators.findIndex(({ span }) => span.start === node.span.start && span.end === node.span.end)
    const stage = operators[index] && stages.of(operators[index].output)
    return (stage?.rowsOut === 0 && stage.rowsIn > 0 ? 0 : operators.length) + (index < 0 ? operators.length : index)
  }
  return [...remedies].sort((a, b) => rank(a) - rank(b))
}
