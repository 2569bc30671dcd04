import type { PlanNode } from '../plan/node.ts'
import { computed } from '../plan/query-operators.ts'
import type { Stages } from './count-stages.ts'
import { discriminatedUnions } from './discriminators.ts'
import type { PlanFacts } from './explain-context.ts'
import { inputsOf } from './plan-inputs.ts'
import type { Remedy } from './remedies.ts'
import type { AbsentTable } from './source-cause.ts'

/** What has no rows although an operator needs some. */
interface EmptySources {
  readonly plans: readonly PlanNode[]
  readonly tables: readonly AbsentTable[]
}

/** For whose lack of rows a remedy makes up: a side of a join, or the legs of a union that a condition asks for. */
export function emptySources(
  [{ node, undoes, reads }]: Remedy,
  plan: PlanNode,
  stages: Stages,
  { lineage }: PlanFacts,
): EmptySources {
  const empty = (plans: readonly PlanNode[]) => plans.filter(each => stages.of(each)?.rowsOut === 0).map(computed)
  if (node.op === 'join') return { plans: undoes === 'join' ? empty([node.left, node.right]) : [], tables: [] }
  const read = lineage(reads)
  const unions = discriminatedUnions(plan)
    .filter(({ columns }) => [...columns].some(id => read.has(id)))
    .map(({ union }) => union)
  return {
    plans: empty(unions.flatMap(inputsOf)),
    tables: unions.flatMap(({ absent }) => absent ?? []),
  }
}
