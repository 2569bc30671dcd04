import type { QueryWorld } from '../world/query-world.ts'
import { analyseQuery } from './analyse-query.ts'
import type { QueryAnalysis } from './query-analysis.ts'

/** Queries shared by several threads. */
export interface QueryShares {
  /** Those that call the same functions are neighbours. */
  readonly queries: readonly string[]
  /** Whether a thread has taken each query: 0 or 1, in shared memory. */
  readonly taken: Int32Array<SharedArrayBuffer>
}

export type AnalysedQuery = readonly [query: string, analysis: QueryAnalysis]

/**
 * Analyses queries that no other thread has taken, until none are left. It begins with those nearest to `start`, where 0 is the
 * first query and 1 the last: far from one another, threads seldom bind the same functions.
 */
export function analyseShare(
  { queries, taken }: QueryShares,
  start: number,
  world: QueryWorld,
): readonly AnalysedQuery[] {
  const distance = (index: number) => Math.abs(index - start * (queries.length - 1))
  return Array.from(queries.keys())
    .sort((a, b) => distance(a) - distance(b))
    .flatMap((index): readonly AnalysedQuery[] => {
      if (Atomics.exchange(taken, index, 1) === 1) return []
      const query = queries[index]!
      return [[query, analyseQuery(query, world)]]
    })
}
