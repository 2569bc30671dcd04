import { analyseQuery, type QueryAnalysis, type QueryWorld } from '@tripline/kql/compile'

const known = new WeakMap<QueryWorld, Map<string, QueryAnalysis>>()

/** What was found out in a world so far, by the query's text. */
export function knownAnalyses(world: QueryWorld): Map<string, QueryAnalysis> {
  const analyses = known.get(world) ?? new Map<string, QueryAnalysis>()
  known.set(world, analyses)
  return analyses
}

/** `analyseQuery`, once for each text in one world: checks of a rule, of a project and the compiler ask for the same. */
export function analysisOf(kql: string, world: QueryWorld): QueryAnalysis {
  const analyses = knownAnalyses(world)
  const analysis = analyses.get(kql) ?? analyseQuery(kql, world)
  analyses.set(kql, analysis)
  return analysis
}
