import {
  below,
  entryKind,
  type FilePath,
  fileSize,
  fillFile,
  readFile,
  type SlicedDigests,
  slicedDigests,
  writeFile,
} from '@tripline/files'
import type { FillLog, NotedLog } from './write-log.ts'

/** Recorded logs in files of the database's own form, each of which is written once. */
export interface LogStore {
  /** The digest of a file's content. */
  readonly contentOf: SlicedDigests
  /** The log of a key, which stands for its content and how it is read; undefined if it cannot be stored. */
  log<Notes>(key: string, fill: FillLog<Notes>): Promise<NotedLog<Notes> | undefined>
}

/** Bytes that are kept between runs, by name. Those that cannot be read count as missing. */
interface LogCache {
  read(name: string): Uint8Array | undefined
  write(name: string, content: string | Uint8Array): void
}

/** Larger logs are not kept between runs (bytes). */
const largestKept = 2 ** 27

/**
 * Stores logs in a private folder, which several processes may share, since files appear when they are complete. Whoever owns the
 * folder removes it, after the engines over the logs are closed. By default, the content of each file is considered once. A log
 * that `cache` has is copied from there.
 */
export function openLogStore(folder: FilePath, contentOf: SlicedDigests = slicedDigests(), cache?: LogCache): LogStore {
  const known = new Map<string, Promise<NotedLog<unknown> | undefined>>()
  const find = async (key: string, fill: FillLog<unknown>) => {
    const [database, notes] = [below(folder, `${key}.db`), below(folder, `${key}.json`)]
    if (entryKind(notes.path) === 'file') return JSON.parse(readFile(notes).toString()) as NotedLog<unknown>
    const stored = restore(key, database) ?? (await store(key, database, fill))
    const noted = { ...stored, log: { ...stored.log, file: database.path } }
    writeFile(notes, JSON.stringify(noted), 'private')
    return noted
  }
  const restore = (key: string, database: FilePath): NotedLog<unknown> | undefined => {
    const noted = cache?.read(`${key}.json`)
    const rows = noted && cache?.read(`${key}.db`)
    if (!rows) return undefined
    writeFile(database, rows, 'private')
    return JSON.parse(Buffer.from(noted).toString())
  }
  const store = async (key: string, database: FilePath, fill: FillLog<unknown>) => {
    const { writeLog } = await import('./write-log.ts')
    const noted = await fillFile(database, path => writeLog(path, fill))
    if (cache && fileSize(database) <= largestKept) {
      cache.write(`${key}.db`, readFile(database))
      cache.write(`${key}.json`, JSON.stringify(noted))
    }
    return noted
  }
  return {
    contentOf,
    log<Notes>(key: string, fill: FillLog<Notes>) {
      const log = known.get(key) ?? find(key, fill).catch(() => undefined)
      known.set(key, log)
      return log as Promise<NotedLog<Notes> | undefined>
    },
  }
}
