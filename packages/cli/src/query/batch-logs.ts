import type { Diagnosed } from '@tripline/diagnostics'
import { named, slicedDigests, type TemporaryFolder, temporaryFolder } from '@tripline/files'
import { type Allowance, loadStoredLog, type TableFile } from '@tripline/fixtures'
import {
  type Database,
  type DatabasesByLogs,
  type DelayedLog,
  databasesByLogs,
  type LogStore,
  type LogTable,
  openLogStore,
  type TypedTable,
} from '@tripline/kql/engine'

/** Reads a file that a request names. */
export type LoadLog = (file: TableFile, options: Allowance) => Promise<Diagnosed<TypedTable | DelayedLog>>

/** The large logs of requests, each read once for as long as its content is the same. */
export interface BatchLogs extends AsyncDisposable {
  readonly load: LoadLog
  over(logs: readonly LogTable[]): Promise<Database>
  /** Removes the logs if there are many. No engine over them is open. */
  tidy(): Promise<void>
}

/** Requests may name any number of files. */
const mostLogs = 16

interface OpenLogs {
  readonly folder: TemporaryFolder
  readonly store: LogStore
  readonly databases: DatabasesByLogs
  readonly files: Set<string>
}

export function batchLogs(): BatchLogs {
  let current: OpenLogs | undefined
  const open = (): OpenLogs => {
    const folder = temporaryFolder()
    // A file may change from one request to the next.
    const store = openLogStore(named(folder.path), file => slicedDigests()(file))
    return { folder, store, databases: databasesByLogs(), files: new Set() }
  }
  const close = async () => {
    const closing = current
    current = undefined
    await closing?.databases[Symbol.asyncDispose]()
    closing?.folder.remove()
  }
  return {
    async load(file, options) {
      current ??= open()
      const { store, files } = current
      const loaded = await loadStoredLog(file, store, options)
      if (loaded.value && 'log' in loaded.value) files.add(loaded.value.log.file)
      return loaded
    },
    async tidy() {
      if (current && current.files.size > mostLogs) await close()
    },
    over: logs => current!.databases.over(logs),
    [Symbol.asyncDispose]: close,
  }
}
