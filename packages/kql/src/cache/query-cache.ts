import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { engineVersion } from './engine-version.ts'
import { isKeptQuery, type KeptQuery } from './kept-query.ts'

/** What queries were compiled to, by key. */
export interface QueryCache {
  read(key: string): KeptQuery | undefined
  write(key: string, query: KeptQuery): void
}

/**
 * Keeps compilations as files in `folder`, apart for each version of the engine; undefined where that cannot be. An entry is SQL that will
 * be run, so whoever could plant one could make a rule pass its tests: the folder is made for this user alone, and one that
 * others own or may write to is not used. Callers name a place outside of any repository. Entries that cannot be read or
 * are not what was written are as good as absent, and what cannot be written is not kept.
 */
export function openQueryCache(folder: string): QueryCache | undefined {
  const version = engineVersion()
  if (version === undefined) return undefined
  const own = join(folder, version)
  const prepared = attempt(() => {
    const made = mkdirSync(own, { recursive: true, mode: 0o700 })
    if (made !== undefined) removeStale(folder, own)
    return isPrivate(folder) && isPrivate(own)
  })
  if (!prepared) return undefined
  const pathOf = (key: string): string => join(own, `${key}.json`)
  return {
    read: key =>
      attempt(() => {
        const entry: unknown = JSON.parse(readFileSync(pathOf(key), 'utf8'))
        return isKeptQuery(entry) ? entry : undefined
      }),
    write: (key, query) => {
      const temporary = join(own, `${randomUUID()}.new`)
      attempt(() => {
        writeFileSync(temporary, JSON.stringify(query), { mode: 0o600, flag: 'wx' })
        renameSync(temporary, pathOf(key))
      })
    },
  }
}

/** What fails on the way is not kept, and costs nothing but time. */
function attempt<T>(step: () => T): T | undefined {
  try {
    return step()
  } catch {
    return undefined
  }
}

function isPrivate(folder: string): boolean {
  const { uid, mode } = statSync(folder)
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0)
}

const staleAfter = 30 * 24 * 60 * 60 * 1000

/** A new version's folder is the occasion to remove those that nothing was written to for a month. */
function removeStale(folder: string, newest: string): void {
  const now = statSync(newest).mtimeMs
  for (const name of readdirSync(folder)) {
    const other = join(folder, name)
    if (/^[0-9a-f]{32}$/.test(name) && now - statSync(other).mtimeMs > staleAfter) rmSync(other, { recursive: true })
  }
}
