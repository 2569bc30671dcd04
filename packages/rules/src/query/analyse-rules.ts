import { type AnalysisCache, analyseQueries, type QueryWorld } from '@tripline/kql/analysis'
import type { LoadedRule } from '../load/load-rule.ts'
import type { QueryAnalyses } from './query-analyses.ts'

/** The analyses of the queries of many rules, made at once on all cores or taken from the cache; of no other texts. */
export async function analyseRules(
  rules: readonly LoadedRule[],
  world: QueryWorld,
  cache?: AnalysisCache,
): Promise<QueryAnalyses> {
  const known = await analysesOf(rules, world, cache)
  return {
    of: kql => {
      const analysis = known.get(kql)
      if (!analysis) throw new Error('a query was not analysed with its rule')
      return analysis
    },
  }
}

/** The same, and of the texts that the values of a workspace make of them. */
export async function analyseDeployed(
  rules: readonly LoadedRule[],
  world: QueryWorld,
  cache?: AnalysisCache,
): Promise<QueryAnalyses> {
  const known = await analysesOf(rules, world, cache)
  const { queryAnalyses } = await import('./query-analyses.ts')
  return queryAnalyses(world, known)
}

function analysesOf(rules: readonly LoadedRule[], world: QueryWorld, cache: AnalysisCache | undefined) {
  const queries = rules.flatMap(({ draft }) => (draft && 'query' in draft && draft.query ? [draft.query.value] : []))
  return analyseQueries(queries, world, cache)
}
