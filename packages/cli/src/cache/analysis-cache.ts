import { type AnalysisCache, openAnalysisCache } from '@tripline/kql/compile'
import { cacheLocation } from './cache-location.ts'
import type { Io } from './io.ts'

/** What was found out about queries in earlier runs. */
export function analysisCache(io: Io): AnalysisCache | undefined {
  const location = cacheLocation(io, 'analyses')
  return location && openAnalysisCache(location)
}
