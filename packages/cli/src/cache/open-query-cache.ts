import type { CacheLocation } from '@tripline/kql/analysis'
import { openQueryCache, type QueryCache } from '@tripline/kql/engine'
import type { Io } from '../process/io.ts'
import { cacheLocation } from './cache-location.ts'

/** Where compiled queries are cached, and the code of the parser that compiles them. */
export interface QueryCacheLocation {
  readonly queries: CacheLocation
  readonly parser: CacheLocation | undefined
}

export function queryCacheLocation(io: Io): QueryCacheLocation | undefined {
  const queries = cacheLocation(io, 'queries')
  return queries && { queries, parser: cacheLocation(io, 'parser') }
}

export const openQueryCacheAt = ({ queries, parser }: QueryCacheLocation): QueryCache | undefined =>
  openQueryCache(queries, parser)

/** What queries were compiled to in earlier runs. */
export function queryCache(io: Io): QueryCache | undefined {
  const location = queryCacheLocation(io)
  return location && openQueryCacheAt(location)
}
