import { type AnalysisCache, analyseQueries, type QueryWorld } from '@tripline/kql/analysis'
import type { ProjectFunction } from '@tripline/project'
import type { LoadedRule } from '../load/load-rule.ts'
import { functionQuery } from '../project/check-functions.ts'
import type { QueryAnalyses } from './query-analyses.ts'

/** The analyses of the queries of many rules and of functions, made at once on all cores or taken from the cache; of no other texts. */
export async function analyseRules(
  rules: readonly LoadedRule[],
  world: QueryWorld,
  cache?: AnalysisCache,
  functions: readonly ProjectFunction[] = [],
): Promise<QueryAnalyses> {
  const texts = functions.map(one => functionQuery(one).value)
  const known = await analyseQueries([...queriesOf(rules), ...texts], world, cache)
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
  const known = await analyseQueries(queriesOf(rules), world, cache)
  const { queryAnalyses } = await import('./query-analyses.ts')
  return queryAnalyses(world, known)
}

const queriesOf = (rules: readonly LoadedRule[]): readonly string[] =>
  rules.flatMap(({ draft }) => (draft && 'query' in draft && draft.query ? [draft.query.value] : []))
