import { openQueryCache, type QueryCache } from '@tripline/kql/engine'
import { cacheFolder } from './cache-folder.ts'
import type { Io } from './io.ts'

/** What queries were compiled to in earlier runs. */
export function queryCache(io: Io): QueryCache | undefined {
  const folder = cacheFolder(io, 'queries')
  return folder === undefined ? undefined : openQueryCache(folder)
}
