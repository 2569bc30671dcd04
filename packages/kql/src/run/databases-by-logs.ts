import type { Database } from '../duckdb/database.ts'
import { type LogTable, logFiles } from '../world/dataset.ts'
import { openDatabase } from './load-engine.ts'

/** Databases that engines share if they read the same stored logs. Engines are closed before it. */
export interface DatabasesByLogs extends AsyncDisposable {
  /** The database over the logs of a dataset. An engine on it is closed before the next database is asked for. */
  over(logs?: readonly LogTable[]): Promise<Database>
}

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
  return {
    async over(logs) {
      const files = [...logFiles(logs)].sort()
      const key = JSON.stringify(files)
      const database = open.get(key) ?? openDatabase({ logs: files })
      // The most recently used one is the last.
      open.delete(key)
      open.set(key, database)
      if (open.size > most) await close(open.keys().next().value!)
      database.catch(() => open.delete(key))
      return database
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...open.keys()].map(close))
    },
  }
}
