import type { QueryWorld } from '../world/query-world.ts'
import { analyseQuery } from './analyse-query.ts'
import type { QueryAnalysis } from './query-analysis.ts'

/** Queries shared by several threads. */
export interface QueryShares {
  readonly queries: readonly string[]
  /** The number of queries taken so far, in shared memory. */
  readonly taken: Int32Array<SharedArrayBuffer>
}

export type AnalysedQuery = readonly [query: string, analysis: QueryAnalysis]

/** Analyses queries that no other thread has taken, until none are left. */
export function analyseShare({ queries, taken }: QueryShares, world: QueryWorld): readonly AnalysedQuery[] {
  const analysed: AnalysedQuery[] = []
  for (;;) {
    const query = queries[Atomics.add(taken, 0, 1)]
    if (query === undefined) return analysed
    analysed.push([query, analyseQuery(query, world)])
  }
}
