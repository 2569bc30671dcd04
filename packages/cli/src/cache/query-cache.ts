import { openQueryCache, type QueryCache } from '@tripline/kql/engine'
import type { Io } from '../process/io.ts'
import { cacheLocation } from './cache-location.ts'

/** What queries were compiled to in earlier runs. */
export function queryCache(io: Io): QueryCache | undefined {
  const location = cacheLocation(io, 'queries')
  return location && openQueryCache(location, cacheLocation(io, 'parser'))
}
