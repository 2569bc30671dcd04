import type { QueryAnalysis } from '@tripline/kql/analysis'
import { analyseQuery, type QueryWorld } from '@tripline/kql/compile'
import { type Profile, profiles } from '@tripline/schemas'

/** What is known about queries in one world. Checks of a rule, of a project and the compiler ask for the same. */
export interface QueryAnalyses {
  /** The analysis of a text where it runs, made once; without a profile, where the world says. */
  readonly of: (kql: string, profile?: Profile) => QueryAnalysis
}

type Known = ReadonlyMap<string, QueryAnalysis>

/** Analyses made as they are asked for, apart from those that are `known` by their profile and text. */
export function queryAnalyses(world: QueryWorld, known: ReadonlyMap<Profile, Known> = new Map()): QueryAnalyses {
  const worlds = new Map(
    profiles.map(profile => [profile, { analyses: new Map(known.get(profile)), world: worldUnder(profile, world) }]),
  )
  return {
    of: (kql, profile = world.catalogue.profile) => {
      const { analyses, world: own } = worlds.get(profile)!
      const analysis = analyses.get(kql) ?? analyseQuery(kql, own())
      analyses.set(kql, analysis)
      return analysis
    },
  }
}

/** The world of a profile, made once: what is known of a query depends on it. */
export function worldUnder(profile: Profile, world: QueryWorld): () => QueryWorld {
  let made: QueryWorld | undefined
  return () => {
    made ??= profile === world.catalogue.profile ? world : { ...world, catalogue: world.catalogue.under(profile) }
    return made
  }
}
