import { type KeptCode, openKeptCode } from '../cache/kept-code.ts'
import { type CacheLocation, openKeptFolder } from '../cache/kept-folder.ts'
import { isPlainQuery, type PlainQuery } from './plain-query.ts'

/** What queries were compiled to, by key. */
export interface QueryCache {
  read(key: string): PlainQuery | undefined
  write(key: string, query: PlainQuery): void
  /** What the parser starts from when a query has to be compiled. */
  readonly parser?: KeptCode | undefined
}

/** Compilations kept in a folder, and the parser's code in another. An entry that is not what was written is as good as absent. */
export function openQueryCache(location: CacheLocation, parser?: CacheLocation): QueryCache | undefined {
  const kept = openKeptFolder(location)
  return (
    kept && {
      read: key => readQuery(kept.read(`${key}.json`)?.toString('utf8')),
      write: (key, query) => kept.write(`${key}.json`, JSON.stringify(query)),
      parser: parser && openKeptCode(parser),
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
