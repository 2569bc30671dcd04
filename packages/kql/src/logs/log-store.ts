import {
  below,
  type ContentDigests,
  contentDigests,
  entryKind,
  type FilePath,
  fillFile,
  readFile,
  writeFile,
} from '@tripline/files'
import type { FillLog, NotedLog } from './write-log.ts'

/** Recorded logs in files of the database's own form, each of which is written once. */
export interface LogStore {
  /** The digest of a file's content. */
  readonly contentOf: ContentDigests
  /** The log of a key, which stands for its content and how it is read; undefined if it cannot be stored. */
  log<Notes>(key: string, fill: FillLog<Notes>): Promise<NotedLog<Notes> | undefined>
}

/**
 * Stores logs in a private folder, which several processes may share, since files appear when they are complete. Whoever owns the
 * folder removes it, after the engines over the logs are closed. By default, the content of each file is considered once.
 */
export function openLogStore(folder: FilePath, contentOf: ContentDigests = contentDigests()): LogStore {
  const known = new Map<string, Promise<NotedLog<unknown> | undefined>>()
  const find = async (key: string, fill: FillLog<unknown>) => {
    const [database, notes] = [below(folder, `${key}.db`), below(folder, `${key}.json`)]
    if (entryKind(notes.path) === 'file') return JSON.parse(readFile(notes).toString()) as NotedLog<unknown>
    const { writeLog } = await import('./write-log.ts')
    const written = await fillFile(database, path => writeLog(path, fill))
    const noted = { ...written, log: { ...written.log, file: database.path } }
    writeFile(notes, JSON.stringify(noted), 'private')
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
