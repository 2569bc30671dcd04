import { type AnalysisCache, analyseQueries, type QueryAnalysis, type QueryWorld } from '@tripline/kql/analysis'
import type { ProjectFunction } from '@tripline/project'
import { type Profile, profiles } from '@tripline/schemas'
import { profileOf } from '../document/profile.ts'
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
  const known = await analysedByProfile(rules, world, cache, texts)
  return {
    of: (kql, profile = world.catalogue.profile) => {
      const analysis = known.get(profile)?.get(kql)
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
  const known = await analysedByProfile(rules, world, cache)
  const { queryAnalyses } = await import('./query-analyses.ts')
  return queryAnalyses(world, known)
}

/** The queries of rules where each of them runs, and other texts where the world says. */
async function analysedByProfile(
  rules: readonly LoadedRule[],
  world: QueryWorld,
  cache?: AnalysisCache,
  texts: readonly string[] = [],
): Promise<ReadonlyMap<Profile, ReadonlyMap<string, QueryAnalysis>>> {
  const { catalogue } = world
  const known = new Map<Profile, ReadonlyMap<string, QueryAnalysis>>()
  for (const profile of profiles) {
    const queries = rules.flatMap(({ draft }) =>
      draft && 'query' in draft && draft.query && (profileOf(draft) ?? catalogue.profile) === profile
        ? [draft.query.value]
        : [],
    )
    const all = profile === catalogue.profile ? [...queries, ...texts] : queries
    if (all.length === 0) continue
    const own = profile === catalogue.profile ? world : { ...world, catalogue: catalogue.under(profile) }
    known.set(profile, await analyseQueries(all, own, cache))
  }
  return known
}
