import type { Diagnosed } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { discoverTables, loadLogs } from '@tripline/fixtures'
import {
  type Database,
  type Dataset,
  type Engine,
  openDatabase,
  openEngine,
  type RunAnswer,
  type RunRequest,
} from '@tripline/kql/engine'
import type { Catalogue } from '@tripline/schemas'

/** Recorded logs that can be queried. */
export interface LogStore {
  run(request: RunRequest): Promise<RunAnswer>
  close(): Promise<void>
}

/** The logs of a folder; without one, empty tables. The first query loads them into the engine. */
export async function logStore(
  catalogue: Catalogue,
  saved: Omit<Dataset, 'tables'>,
  folder: FilePath | undefined,
): Promise<Diagnosed<LogStore>> {
  if (folder === undefined) return { value: storeOver(catalogue, { ...saved, tables: [] }), diagnostics: [] }
  const { value: files, diagnostics: unusable } = await discoverTables(folder, catalogue)
  if (!files) return { diagnostics: unusable }
  const database = await openDatabase()
  const { value: tables, diagnostics } = await loadLogs(files, database)
  if (tables) return { value: storeOver(catalogue, { ...saved, tables }, database), diagnostics }
  database.close()
  return { diagnostics }
}

/** Closes the database with the store. */
function storeOver(catalogue: Catalogue, dataset: Dataset, database?: Database): LogStore {
  let engine: Promise<Engine> | undefined
  return {
    async run(request) {
      engine ??= openEngine(catalogue, dataset, { database })
      return (await engine).run(request)
    },
    async close() {
      await (await engine)?.close()
      database?.close()
    },
  }
}
