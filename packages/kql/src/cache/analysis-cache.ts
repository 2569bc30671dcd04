import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import type { QueryAnalysis } from '../query-world.ts'
import { openKeptFolder } from './kept-folder.ts'

/** What was found out about queries, by key. */
export interface AnalysisCache {
  read(key: string): QueryAnalysis | undefined
  write(key: string, analysis: QueryAnalysis): void
}

/** Analyses kept in `folder`, each after a seal of its key and content: an entry that is not what was written is as good as absent. */
export function openAnalysisCache(folder: string): AnalysisCache | undefined {
  const kept = openKeptFolder(folder)
  return (
    kept && {
      read(key) {
        const entry = kept.read(`${key}.bin`)
        const content = entry?.subarray(sealLength)
        return content && entry?.subarray(0, sealLength).equals(seal(key, content)) ? deserialize(content) : undefined
      },
      write(key, analysis) {
        const content = serialize(analysis)
        kept.write(`${key}.bin`, Buffer.concat([seal(key, content), content]))
      },
    }
  )
}

const sealLength = 32

const seal = (key: string, content: Uint8Array): Buffer => createHash('sha256').update(key).update(content).digest()
