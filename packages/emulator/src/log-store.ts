import type { Diagnosed } from '@tripline/diagnostics'
import { type Dataset, openWorkspace, type RunAnswer, type RunRequest, type Workspace } from '@tripline/kql/engine'
import type { Catalogue } from '@tripline/schemas'

/** Recorded logs that can be queried. */
export interface LogStore {
  run(request: RunRequest): Promise<RunAnswer>
  close(): Promise<void>
}

/** The logs of a folder, or empty tables without one. The database is opened by the first query. */
export async function logStore(catalogue: Catalogue, folder: string | undefined): Promise<Diagnosed<LogStore>> {
  const loaded = folder === undefined ? { value: { tables: [] }, diagnostics: [] } : loadFolder(folder)
  const dataset: Dataset | undefined = loaded.value
  if (!dataset) return { diagnostics: loaded.diagnostics }
  let opened: Promise<Workspace> | undefined
  return {
    value: {
      async run(request) {
        opened ??= openWorkspace(catalogue, dataset)
        return (await opened).run(request)
      },
      async close() {
        await (await opened)?.close()
      },
    },
    diagnostics: loaded.diagnostics,
  }
}
declare function loadFolder(folder: string): Diagnosed<Dataset>
