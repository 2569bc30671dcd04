import { type AnalysisCache, analyseQueries, type QueryWorld } from '@tripline/kql/compile'
import type { LoadedRule } from '../load/load-rule.ts'
import { knownAnalyses } from './analysis-of.ts'

/** Analyses the queries of many rules at once, for everything that needs the analyses later in this world. */
export async function analyseAhead(
  rules: readonly LoadedRule[],
  world: QueryWorld,
  cache?: AnalysisCache,
): Promise<void> {
  const queries = rules.flatMap(({ draft }) => (draft && 'query' in draft && draft.query?.value) || [])
  const known = knownAnalyses(world)
  for (const [query, analysis] of await analyseQueries(queries, world, cache)) known.set(query, analysis)
}
