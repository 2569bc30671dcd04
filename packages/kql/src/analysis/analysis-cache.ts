import { deserialize, serialize } from 'node:v8'
import { type KeptCode, openParserCode } from '../cache/kept-code.ts'
import { type CacheLocation, openKeptFolder } from '../cache/kept-folder.ts'
import type { QueryAnalysis } from './query-analysis.ts'

/** Analyses by key. */
export interface AnalysisCache {
  read(key: string): QueryAnalysis | undefined
  write(key: string, analysis: QueryAnalysis): void
  /** The parser's compiled code, for queries that have to be analysed. */
  readonly parser?: KeptCode | undefined
}

/** Analyses in one cache folder, and the parser's code in another. A damaged entry counts as missing. */
export function openAnalysisCache(location: CacheLocation, parser?: CacheLocation): AnalysisCache | undefined {
  const kept = openKeptFolder(location)
  return (
    kept && {
      read(key) {
        const content = kept.read(`${key}.bin`)
        return content && deserialize(content)
      },
      write: (key, analysis) => kept.write(`${key}.bin`, serialize(analysis)),
      parser: parser && openParserCode(parser),
    }
  )
}
