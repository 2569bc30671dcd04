import { type AnalysisCache, openAnalysisCache } from '@tripline/kql/analysis'
import type { Io } from '../process/io.ts'
import { cacheLocation } from './cache-location.ts'

/** What was found out about queries in earlier runs. */
export function analysisCache(io: Io): AnalysisCache | undefined {
  const location = cacheLocation(io, 'analyses')
  return location && openAnalysisCache(location, cacheLocation(io, 'parser'))
}
