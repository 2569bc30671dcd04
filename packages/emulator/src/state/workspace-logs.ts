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
import type { ResourceStore } from './resource-store.ts'

/** What queries can name in a workspace: its tables, functions and watchlists. */
export interface WorkspaceNames extends Omit<Dataset, 'tables' | 'logs'> {
  readonly catalogue: Catalogue
}

/** Recorded logs that can be queried in every workspace. */
export interface WorkspaceLogs {
  /** Whether no logs are recorded at all. */
  readonly isEmpty: boolean
  /** `made`: tables that the workspace has besides; they are seen by their own names alone. */
  run(
    request: RunRequest,
    workspace: ResourceStore,
    names: WorkspaceNames,
    made?: Dataset['tables'],
  ): Promise<RunAnswer>
  close(): Promise<void>
}

/** The logs of a folder; without one, empty tables. The first query of a workspace loads them into an engine. */
export async function openWorkspaceLogs(
  catalogue: Catalogue,
  folder: FilePath | undefined,
): Promise<Diagnosed<WorkspaceLogs>> {
  if (folder === undefined) return { value: logsIn(undefined, []), diagnostics: [] }
  const { value: files, diagnostics: unusable } = await discoverTables(folder, catalogue)
  if (!files) return { diagnostics: unusable }
  const database = await openDatabase()
  const { value: tables, diagnostics } = await loadLogs(files, database)
  if (tables) return { value: logsIn(database, tables), diagnostics }
  database.close()
  return { diagnostics }
}

interface Opened {
  readonly names: WorkspaceNames
  readonly made: Dataset['tables']
  readonly engine: Promise<Engine>
  /** Settles when the queries so far have ended. */
  idle: Promise<unknown>
}

const none: Dataset['tables'] = []

/** Closes the database with the store. */
function logsIn(database: Database | undefined, tables: Dataset['tables']): WorkspaceLogs {
  const engines = new Map<ResourceStore, Opened>()
  let closing: Promise<unknown> = Promise.resolve()
  const retire = ({ engine, idle }: Opened) => {
    const closed = idle.then(async () => (await engine).close())
    closing = Promise.allSettled([closing, closed])
  }
  return {
    isEmpty: database === undefined,
    run(request, workspace, names, made = none) {
      let opened = engines.get(workspace)
      if (opened?.names !== names || opened.made !== made) {
        if (opened) retire(opened)
        const { catalogue, ...saved } = names
        const engine = openEngine(catalogue, { ...saved, tables: [...tables, ...made] }, { database })
        opened = { names, made, engine, idle: engine.catch(() => {}) }
        engines.set(workspace, opened)
      }
      const answer = opened.engine.then(engine => engine.run(request))
      opened.idle = Promise.allSettled([opened.idle, answer])
      return answer
    },
    async close() {
      for (const opened of engines.values()) retire(opened)
      await closing
      database?.close()
    },
  }
}
