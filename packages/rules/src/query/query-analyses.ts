import type { QueryAnalysis } from '@tripline/kql/analysis'
import { analyseQuery, type QueryWorld } from '@tripline/kql/compile'

/** What is known about queries in one world. Checks of a rule, of a project and the compiler ask for the same. */
export interface QueryAnalyses {
  /** The analysis of a text, made once. */
  readonly of: (kql: string) => QueryAnalysis
}

/** Analyses made as they are asked for, apart from those that are `known` by the query's text. */
export function queryAnalyses(
  world: QueryWorld,
  known: Iterable<readonly [string, QueryAnalysis]> = [],
): QueryAnalyses {
  const analyses = new Map(known)
  return {
    of: kql => {
      const analysis = analyses.get(kql) ?? analyseQuery(kql, world)
      analyses.set(kql, analysis)
      return analysis
    },
  }
}
