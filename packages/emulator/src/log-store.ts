import type { Diagnosed } from '@tripline/diagnostics'
import { discoverTables, loadFixture } from '@tripline/fixtures'
import {
  type Dataset,
  openWorkspace,
  type RunAnswer,
  type RunRequest,
  type TypedTable,
  type Workspace,
} from '@tripline/kql/engine'
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
  folder: string | undefined,
): Promise<Diagnosed<LogStore>> {
  const { value: tables, diagnostics } = await loadFolder(catalogue, folder)
  if (!tables) return { diagnostics }
  let opened: Promise<Workspace> | undefined
  const store: LogStore = {
    async run(request) {
      opened ??= openWorkspace(catalogue, { ...saved, tables })
      return (await opened).run(request)
    },
    async close() {
      await (await opened)?.close()
    },
  }
  return { value: store, diagnostics }
}

async function loadFolder(catalogue: Catalogue, folder: string | undefined): Promise<Diagnosed<readonly TypedTable[]>> {
  if (folder === undefined) return { value: [], diagnostics: [] }
  const { value: files, diagnostics } = await discoverTables(folder, catalogue)
  if (!files) return { diagnostics }
  const loaded = await Promise.all(files.map(({ path, table }) => loadFixture(path, table)))
  const all = [...diagnostics, ...loaded.flatMap(one => one.diagnostics)]
  const tables = loaded.flatMap((one): TypedTable[] => (one.value ? [one.value] : []))
  return tables.length === files.length ? { value: tables, diagnostics: all } : { diagnostics: all }
}
