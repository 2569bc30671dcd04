import type { Diagnosed } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { discoverTables, loadLogs } from '@tripline/fixtures'
import type { Database, Dataset } from '@tripline/kql/engine'
import type { LocalWorld } from '../project/command-context.ts'
import { mayRead } from './named-tables.ts'

/** What a query needs of the logs of a folder, if there is one, and what the project adds. Large logs are read into `database`. `ingestionDelay` in ticks. */
export async function loadDataset(
  kql: string,
  folder: FilePath | undefined,
  { catalogue, functions, watchlists, externalData }: LocalWorld,
  database: Database,
  ingestionDelay = 0n,
): Promise<Diagnosed<Dataset>> {
  const world = { functions, watchlists, externalData }
  if (folder === undefined) return { value: { tables: [], ...world }, diagnostics: [] }
  const { value: files, diagnostics: unusable } = await discoverTables(folder, catalogue)
  if (!files) return { diagnostics: unusable }
  const reads = mayRead(kql, functions)
  const { value: tables, diagnostics } = await loadLogs(
    files.filter(({ table }) => reads(table.name)),
    database,
    { ingestionDelay },
  )
  return tables ? { value: { tables, ...world }, diagnostics } : { diagnostics }
}
