import { openQueryCache, type QueryCache } from '@tripline/kql/engine'
import { cacheLocation } from './cache-location.ts'
import type { Io } from './io.ts'

/** What queries were compiled to in earlier runs. */
export function queryCache(io: Io): QueryCache | undefined {
  const location = cacheLocation(io, 'queries')
  return location && openQueryCache(location)
}
