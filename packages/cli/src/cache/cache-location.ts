import { join } from 'node:path'
import { inside } from '@tripline/files'
import { type AnalysisCache, type CacheLocation, openAnalysisCache } from '@tripline/kql/analysis'
import type { Io } from '../process/io.ts'
import { cacheHome, stateHome } from './cache-homes.ts'
import { cacheSecret } from './cache-secret.ts'

/**
 * Where results are kept between runs: the user's own cache folder, never the project, whose files may be someone else's.
 * Without such a folder, or with `TRIPLINE_CACHE=off`, nothing is kept.
 */
export function cacheLocation(
  { env }: Pick<Io, 'env'>,
  name: 'code' | 'queries' | 'analyses' | 'parser' | 'results' | 'scores' | 'logs',
): CacheLocation | undefined {
  if (env.TRIPLINE_CACHE === 'off') return undefined
  const caches = cacheHome(env)
  const secret = userSecret({ env })
  return caches && secret ? { folder: inside(caches, join(caches, 'tripline', name)), secret } : undefined
}

/** The secret of this user on this machine; undefined where none can be kept. */
export function userSecret({ env }: Pick<Io, 'env'>): Uint8Array | undefined {
  const state = stateHome(env)
  return state ? cacheSecret(state) : undefined
}

/** What was found out about queries in earlier runs. */
export function analysisCache(io: Io): AnalysisCache | undefined {
  const location = cacheLocation(io, 'analyses')
  return location && openAnalysisCache(location, cacheLocation(io, 'parser'))
}
