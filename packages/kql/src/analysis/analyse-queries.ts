import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { ScriptCode } from '@tripline/files'
import type { KeptCode } from '../cache/kept-code.ts'
import { jsonDigest, worldKey } from '../cache/world-key.ts'
import type { QueryWorld } from '../world/query-world.ts'
import { hasThreads, type WorldData, worldData } from '../world/world-data.ts'
import type { AnalysedQuery, QueryShares } from './analyse-share.ts'
import type { AnalysisCache } from './analysis-cache.ts'
import { orderByFunctions } from './order-by-functions.ts'
import type { QueryAnalysis } from './query-analysis.ts'

/** Each thread loads its own parser, which takes as long as analysing about twenty queries. */
const worthAThread = 25

/**
 * `analyseQuery` for many texts. Results come from the cache if it has them; the rest are analysed in as many threads as pays
 * off.
 */
export async function analyseQueries(
  texts: Iterable<string>,
  world: QueryWorld,
  cache?: AnalysisCache,
): Promise<ReadonlyMap<string, QueryAnalysis>> {
  const queries = [...new Set(texts)]
  if (!cache) return new Map(await analysed(queries, world))
  const key = worldKey(world)
  const keyOf = (query: string) => jsonDigest([key, query])
  const kept = queries.map(query => [query, cache.read(keyOf(query))] as const)
  const fresh = await analysed(
    kept.flatMap(([query, analysis]) => (analysis ? [] : [query])),
    world,
    cache.parser,
  )
  for (const [query, analysis] of fresh) if (!isPassing(analysis)) cache.write(keyOf(query), analysis)
  return new Map([...kept.flatMap(([query, analysis]) => (analysis ? [[query, analysis] as const] : [])), ...fresh])
}

/** A query that timed out may succeed next time, so that result is not cached. */
const isPassing = ({ diagnostics }: QueryAnalysis): boolean => diagnostics.some(({ kind }) => kind === 'runtime')

async function analysed(
  queries: readonly string[],
  world: QueryWorld,
  parser?: KeptCode,
): Promise<readonly AnalysedQuery[]> {
  if (queries.length === 0) return []
  const threads = hasThreads ? Math.min(availableParallelism(), Math.floor(queries.length / worthAThread)) : 1
  const taken = new Int32Array(new SharedArrayBuffer(queries.length * Int32Array.BYTES_PER_ELEMENT))
  const shares = { queries: orderByFunctions(queries, world), taken }
  const others = threads > 1 ? inThreads(threads, { shares, world: worldData(world), code: parser?.read() }) : []
  // The parser and all that uses it: most runs find nothing new.
  const { analyseShare } = await import('./analyse-share.ts')
  const { withKeptParser } = await import('./with-kept-parser.ts')
  const own = withKeptParser(parser, () => analyseShare(shares, 0, world))
  return [...own, ...(await Promise.all(others)).flat()]
}

/** The data that a worker thread starts with. */
export interface AnalysisOrder {
  readonly shares: QueryShares
  /** Where it starts in the order of the queries, from 0 to 1. */
  readonly start: number
  readonly world: WorldData
  readonly code: ScriptCode | undefined
}

/** All threads but this one, which starts at the first query. */
const inThreads = (count: number, order: Omit<AnalysisOrder, 'start'>): readonly Promise<readonly AnalysedQuery[]>[] =>
  Array.from({ length: count - 1 }, (_, index) => {
    const workerData: AnalysisOrder = { ...order, start: (index + 1) / (count - 1) }
    const worker = new Worker(new URL('./analyse-thread.js', import.meta.url), { workerData })
    return new Promise((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
  })
