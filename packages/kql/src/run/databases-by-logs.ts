import type { Database } from '../duckdb/database.ts'
import { type LogTable, logFiles } from '../world/dataset.ts'
import { openDatabase } from './load-engine.ts'

/** Databases that engines share if they read the same stored logs. Engines are closed before it. */
export interface DatabasesByLogs extends AsyncDisposable {
  /** The database over the logs of a dataset. An engine on it is closed before the next database is asked for. */
  over(logs?: readonly LogTable[]): Promise<Database>
  /** The same databases for a while, whose end closes those over logs, since their files may go. */
  lend(): DatabasesByLogs
}

const keyOf = (files: readonly string[]): string => JSON.stringify(files)

const withoutLogs = keyOf([])

/** Each keeps what it has read of its logs in memory, so only a few stay open. */
const most = 4

export function databasesByLogs(): DatabasesByLogs {
  const open = new Map<string, Promise<Database>>()
  const close = async (key: string) => {
    const database = open.get(key)
    open.delete(key)
    await database?.then(
      opened => opened.close(),
      // Whoever asked for it has the reason.
      () => undefined,
    )
  }
  const lent = (keys: () => readonly string[]): DatabasesByLogs => ({
    async over(logs) {
      const files = [...logFiles(logs)].sort()
      const key = keyOf(files)
      const database = open.get(key) ?? openDatabase({ logs: files })
      // The most recently used one is the last.
      open.delete(key)
      open.set(key, database)
      if (open.size > most) await close(open.keys().next().value!)
      database.catch(() => open.delete(key))
      return database
    },
    lend: () => lent(() => [...open.keys()].filter(key => key !== withoutLogs)),
    async [Symbol.asyncDispose]() {
      await Promise.all(keys().map(close))
    },
  })
  return lent(() => [...open.keys()])
}
