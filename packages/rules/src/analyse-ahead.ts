import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { ExternalFile, QueryAnalysis, QueryWorld, StoredFunction, WatchlistSchema } from '@tripline/kql/compile'
import type { Table } from '@tripline/schemas'
import { knownAnalyses } from './analysis-of.ts'
import type { LoadedRule } from './load/load-rule.ts'

/** What a worker is started with: a world as plain data, and its share of the queries. */
export interface AnalysisOrder {
  /** Tables beside the documented ones. */
  readonly tables: readonly Table[]
  readonly functions: readonly StoredFunction[]
  readonly watchlists: readonly WatchlistSchema[]
  readonly externalData: readonly ExternalFile[]
  readonly queries: readonly string[]
}

/** The binder starts anew in every worker, which takes as long as some dozen queries. */
const worthwhile = 200

/**
 * Analyses the queries of many rules on all cores, so that whoever asks for them later finds them known. `tables` are those
 * that the world's catalogue has beside the documented ones. Few rules, or one core, are left to be analysed when asked for.
 */
export async function analyseAhead(
  rules: readonly LoadedRule[],
  world: QueryWorld,
  tables: readonly Table[],
): Promise<void> {
  const queries = [...new Set(rules.flatMap(({ draft }) => (draft && 'query' in draft && draft.query?.value) || []))]
  const cores = availableParallelism()
  if (queries.length < worthwhile || cores < 2) return
  const { functions = [], watchlists = [], externalData = [] } = world
  const schemas = watchlists.map(({ alias, columns }) => ({ alias, columns }))
  const files = externalData.map(({ url }) => ({ url }))
  const shares = Array.from({ length: cores }, (_, core) => queries.filter((_, index) => index % cores === core))
  const analyses = knownAnalyses(world)
  await Promise.all(
    shares.map(async share => {
      const found = await analysed({ tables, functions, watchlists: schemas, externalData: files, queries: share })
      for (const [index, query] of share.entries()) analyses.set(query, found[index]!)
    }),
  )
}

function analysed(order: AnalysisOrder): Promise<readonly QueryAnalysis[]> {
  const worker = new Worker(new URL('./analyse-worker.js', import.meta.url), { workerData: order })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}
