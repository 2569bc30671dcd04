import type { DuckDBConnection } from '@duckdb/node-api'
import type { Table } from '@tripline/schemas'
import { DuckDBInstance } from './driver.ts'
import { keepLeadingMarks } from './driver-text.ts'
import { type LogFile, readLogFile } from './read-log-file.ts'

/** A table read from a file; `stored` is its name in the database. */
interface LoadedTable {
  readonly table: Table
  readonly stored: string
}

/**
 * An in-memory database that may still read files, until an engine is opened on it and seals it. Whoever opens it closes it.
 */
export interface Database extends Disposable {
  /** The current connection. */
  readonly connection: DuckDBConnection
  /** Switches to a new connection with the same tables and functions, because the current one does not end its query. */
  reconnect(): Promise<void>
  /** The tables read so far. */
  readonly tables: readonly LoadedTable[]
  /** Reads a table; false if the file contains anything that may not become exactly the cells of a `TypedTable`. */
  read(file: LogFile): Promise<boolean>
  /** Does nothing while an abandoned query is running: the database then ends with the process. */
  close(): void
}

/** `memory`: how much a query may use before it fails. */
export async function openDatabase({ memory = '4GB' } = {}): Promise<Database> {
  keepLeadingMarks()
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: memory,
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  let connection = await instance.connect()
  let abandoned = false
  const tables: LoadedTable[] = []
  const close = () => {
    if (abandoned) return
    connection.closeSync()
    instance.closeSync()
  }
  return {
    get connection() {
      return connection
    },
    async reconnect() {
      connection = await instance.connect()
      abandoned = true
    },
    tables,
    async read(file) {
      const stored = `f${tables.length}`
      const certain = await readLogFile(connection, stored, file)
      if (certain) tables.push({ table: file.table, stored })
      return certain
    },
    close,
    [Symbol.dispose]: close,
  }
}
