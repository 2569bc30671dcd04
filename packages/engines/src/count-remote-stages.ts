import type { PipelineStage } from '@tripline/kql/compile'
import type { QueryStage, RowsExplained } from '@tripline/kql/engine'
import type { RemoteAnswer, RemoteFailure } from './remote-engine.ts'
import { refused } from './remote-engine.ts'

/** Asks an engine a query. */
export type AskQuery = (kql: string) => Promise<RemoteAnswer | { readonly problem: string }>

/**
 * How many rows each stage of a query returns on an engine elsewhere, by one query that counts the rows of all. Why the query
 * returns no more is not known.
 */
export async function countRemoteStages(kql: string, ask: AskQuery): Promise<RowsExplained | RemoteFailure> {
  const { pipelineStages } = await import('@tripline/kql/compile')
  const stages = pipelineStages(kql)
  if (!stages) return refused('refused', 'the rows of its operators cannot be counted one by one')
  const answer = await ask(countingQuery(kql, stages))
  if ('problem' in answer) return refused('refused', answer.problem)
  if (!answer.ok) return answer
  const counts = new Map(answer.rows.rows.map(([stage, count]) => [Number(stage), Number(count)]))
  if (stages.some((_, index) => !counts.has(index))) return refused('unreachable', 'the answer cannot be read')
  const counted = stages.map((stage, index): QueryStage => {
    const rowsOut = counts.get(index)!
    const rowsIn = counts.get(index - 1) ?? rowsOut
    return { ...stage, rowsIn, rowsOut, isReached: rowsIn > 0 }
  })
  return { rows: counted.at(-1)!.rowsOut, stages: counted, causes: [] }
}

/** The query up to each of its stages, which all see the same rows. */
function countingQuery(kql: string, stages: readonly PipelineStage[]): string {
  const { start } = stages[0]!
  const counts = stages.map(
    ({ end }, index) => `(${kql.slice(start, end)}\n| count | project stage = ${index}, rows = Count)`,
  )
  return `${kql.slice(0, start)}union ${counts.join(',\n')}`
}
