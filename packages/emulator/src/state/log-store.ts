import type { Diagnosed } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { discoverTables, loadLogs } from '@tripline/fixtures'
import { type Dataset, type Engine, openEngine, type RunAnswer, type RunRequest } from '@tripline/kql/engine'
import type { Catalogue } from '@tripline/schemas'

/** Recorded logs that can be queried. */
export interface LogStore {
  run(request: RunRequest): Promise<RunAnswer>
  close(): Promise<void>
}

/** The logs of a folder, or empty tables without one. The database is opened by the first query. */
export async function logStore(
  catalogue: Catalogue,
  saved: Omit<Dataset, 'tables'>,
  folder: FilePath | undefined,
): Promise<Diagnosed<LogStore>> {
  const { value: logs, diagnostics } = await loadFolder(catalogue, folder)
  if (!logs) return { diagnostics }
  let opened: Promise<Engine> | undefined
  const store: LogStore = {
    async run(request) {
      opened ??= openEngine(catalogue, { ...saved, ...logs })
      return (await opened).run(request)
    },
    async close() {
      if (opened) await (await opened).close()
      else logs.database?.close()
    },
  }
  return { value: store, diagnostics }
}

async function loadFolder(
  catalogue: Catalogue,
  folder: FilePath | undefined,
): Promise<Diagnosed<Pick<Dataset, 'tables' | 'database'>>> {
  if (folder === undefined) return { value: { tables: [] }, diagnostics: [] }
  const { value: files, diagnostics } = await discoverTables(folder, catalogue)
  return files ? loadLogs(files) : { diagnostics }
}
