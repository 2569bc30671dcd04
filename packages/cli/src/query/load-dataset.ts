import type { Diagnosed } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { discoverTables, loadLogs, type TableLogs } from '@tripline/fixtures'
import type { Database, Dataset } from '@tripline/kql/engine'
import type { LocalWorld } from '../project/command-context.ts'
import { mayRead, tablesNamed } from './named-tables.ts'

export interface LoadedDataset {
  readonly dataset: Dataset
  /** Tables that the query may read and the folder has no logs of. They are empty. */
  readonly absent: ReadonlySet<string>
  /** What was loaded. */
  readonly logs: readonly TableLogs[]
}

/** What a query needs of the logs of a folder, if there is one, and what the project adds. Large logs are read into `database`. `ingestionDelay` in ticks. */
export async function loadDataset(
  kql: string,
  folder: FilePath | undefined,
  { catalogue, functions, watchlists, externalData }: LocalWorld,
  database: Database,
  ingestionDelay = 0n,
): Promise<Diagnosed<LoadedDataset>> {
  const world = { functions, watchlists, externalData }
  if (folder === undefined)
    return { value: { dataset: { tables: [], ...world }, absent: new Set(), logs: [] }, diagnostics: [] }
  const { value: logs, diagnostics: unusable } = await discoverTables(folder, catalogue)
  if (!logs) return { diagnostics: unusable }
  const reads = mayRead(kql, functions)
  const read = logs.filter(({ table }) => reads(table.name))
  const { value: tables, diagnostics } = await loadLogs(read, database, { ingestionDelay })
  if (!tables) return { diagnostics }
  const found = new Set(logs.map(({ table }) => table.name))
  const absent = tablesNamed(kql, functions, catalogue).filter(({ name }) => !found.has(name))
  // As tables of the dataset, they are among those that the answer says the query has read.
  const empty = absent.map(table => ({ table, rows: [] }))
  return {
    value: {
      dataset: { tables: [...tables, ...empty], ...world },
      absent: new Set(absent.map(({ name }) => name)),
      logs: read,
    },
    diagnostics,
  }
}
