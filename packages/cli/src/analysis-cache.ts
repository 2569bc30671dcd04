import { type AnalysisCache, openAnalysisCache } from '@tripline/kql/compile'
import { cacheFolder } from './cache-folder.ts'
import type { Io } from './io.ts'

/** What was found out about queries in earlier runs. */
export function analysisCache(io: Io): AnalysisCache | undefined {
  const folder = cacheFolder(io, 'analyses')
  return folder === undefined ? undefined : openAnalysisCache(folder)
}
