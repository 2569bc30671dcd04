import {
  type AnalysisCache,
  analyseQueries,
  analyseQuery,
  type QueryAnalysis,
  type QueryWorld,
} from '@tripline/kql/compile'
import type { LoadedRule } from '../load/load-rule.ts'

/** What is known about queries in one world. Checks of a rule, of a project and the compiler ask for the same. */
export interface QueryAnalyses {
  readonly world: QueryWorld
  /** The analysis of a text, made once. */
  readonly of: (kql: string) => QueryAnalysis
}

/** Analyses made as they are asked for, apart from those that are `known` by the query's text. */
export function queryAnalyses(
  world: QueryWorld,
  known: Iterable<readonly [string, QueryAnalysis]> = [],
): QueryAnalyses {
  const analyses = new Map(known)
  const of = (kql: string): QueryAnalysis => {
    const analysis = analyses.get(kql) ?? analyseQuery(kql, world)
    analyses.set(kql, analysis)
    return analysis
  }
  return { world, of }
}

/** The analyses of the queries of many rules, made at once on all cores or taken from the cache. */
export async function analyseRules(
  rules: readonly LoadedRule[],
  world: QueryWorld,
  cache?: AnalysisCache,
): Promise<QueryAnalyses> {
  const queries = rules.flatMap(({ draft }) => (draft && 'query' in draft && draft.query?.value) || [])
  return queryAnalyses(world, await analyseQueries(queries, world, cache))
}
