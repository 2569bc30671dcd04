import { openKeptFolder } from './kept-folder.ts'
import { isKeptQuery, type KeptQuery } from './kept-query.ts'

/** What queries were compiled to, by key. */
export interface QueryCache {
  read(key: string): KeptQuery | undefined
  write(key: string, query: KeptQuery): void
}

/** Compilations kept in `folder`. An entry that is not what was written is as good as absent. */
export function openQueryCache(folder: string): QueryCache | undefined {
  const kept = openKeptFolder(folder)
  return (
    kept && {
      read: key => readQuery(kept.read(`${key}.json`)?.toString('utf8')),
      write: (key, query) => kept.write(`${key}.json`, JSON.stringify(query)),
    }
  )
}

function readQuery(text: string | undefined): KeptQuery | undefined {
  try {
    const entry: unknown = text === undefined ? undefined : JSON.parse(text)
    return isKeptQuery(entry) ? entry : undefined
  } catch {
    return undefined
  }
}
