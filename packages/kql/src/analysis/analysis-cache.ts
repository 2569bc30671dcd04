import { deserialize, serialize } from 'node:v8'
import { type KeptCode, openKeptCode } from '../cache/kept-code.ts'
import { type CacheLocation, openKeptFolder } from '../cache/kept-folder.ts'
import type { QueryAnalysis } from './query-analysis.ts'

/** What was found out about queries, by key. */
export interface AnalysisCache {
  read(key: string): QueryAnalysis | undefined
  write(key: string, analysis: QueryAnalysis): void
  /** What the parser starts from when a query has to be analysed. */
  readonly parser?: KeptCode | undefined
}

/** Analyses kept in a folder, and the parser's code in another. An entry that is not what was written is as good as absent. */
export function openAnalysisCache(location: CacheLocation, parser?: CacheLocation): AnalysisCache | undefined {
  const kept = openKeptFolder(location)
  return (
    kept && {
      read(key) {
        const content = kept.read(`${key}.bin`)
        return content && deserialize(content)
      },
      write: (key, analysis) => kept.write(`${key}.bin`, serialize(analysis)),
      parser: parser && openKeptCode(parser),
    }
  )
}
