import { deserialize, serialize } from 'node:v8'
import { type CacheLocation, openKeptFolder } from '../cache/kept-folder.ts'
import type { QueryAnalysis } from './query-analysis.ts'

/** What was found out about queries, by key. */
export interface AnalysisCache {
  read(key: string): QueryAnalysis | undefined
  write(key: string, analysis: QueryAnalysis): void
}

/** Analyses kept in a folder. An entry that is not what was written is as good as absent. */
export function openAnalysisCache(location: CacheLocation): AnalysisCache | undefined {
  const kept = openKeptFolder(location)
  return (
    kept && {
      read(key) {
        const content = kept.read(`${key}.bin`)
        return content && deserialize(content)
      },
      write: (key, analysis) => kept.write(`${key}.bin`, serialize(analysis)),
    }
  )
}
