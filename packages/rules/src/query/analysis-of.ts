import { analyseQuery, type QueryAnalysis, type QueryWorld } from '@tripline/kql/compile'

const known = new WeakMap<QueryWorld, Map<string, QueryAnalysis>>()

/** Analyses in a world so far, by query text. */
export function knownAnalyses(world: QueryWorld): Map<string, QueryAnalysis> {
  const analyses = known.get(world) ?? new Map<string, QueryAnalysis>()
  known.set(world, analyses)
  return analyses
}

/** `analyseQuery`, once per text and world: checks of rules, checks of projects and the compiler share analyses. */
export function analysisOf(kql: string, world: QueryWorld): QueryAnalysis {
  const analyses = knownAnalyses(world)
  const analysis = analyses.get(kql) ?? analyseQuery(kql, world)
  analyses.set(kql, analysis)
  return analysis
}
