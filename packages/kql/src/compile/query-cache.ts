import { type KeptCode, openParserCode } from '../cache/kept-code.ts'
import { type CacheLocation, openKeptFolder } from '../cache/kept-folder.ts'
import { isPlainQuery, type PlainQuery } from './plain-query.ts'
import { openPlanCache, type PlanCache } from './plan-cache.ts'

/** Compilations by key. */
export interface QueryCache {
  read(key: string): PlainQuery | undefined
  write(key: string, query: PlainQuery): void
  /** The plans of queries that were explained. */
  readonly plans?: PlanCache | undefined
  /** The parser's compiled code, for queries that have to be compiled. */
  readonly parser?: KeptCode | undefined
}

/** Compilations in one cache folder, and the parser's code in another. A damaged entry counts as missing. */
export function openQueryCache(location: CacheLocation, parser?: CacheLocation): QueryCache | undefined {
  const kept = openKeptFolder(location)
  return (
    kept && {
      read: key => readQuery(kept.read(`${key}.json`)?.toString('utf8')),
      write: (key, query) => kept.write(`${key}.json`, JSON.stringify(query)),
      plans: openPlanCache(kept),
      parser: parser && openParserCode(parser),
    }
  )
}

function readQuery(text: string | undefined): PlainQuery | undefined {
  try {
    const entry: unknown = text === undefined ? undefined : JSON.parse(text)
    return isPlainQuery(entry) ? entry : undefined
  } catch {
    return undefined
  }
}
