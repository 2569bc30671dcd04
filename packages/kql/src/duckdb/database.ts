import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Table } from '@tripline/schemas'
import { keepLeadingMarks } from './driver-text.ts'
import { type LogFile, readLogFile } from './read-log-file.ts'

/** A table that was read from a file; `stored` is its name in the database. */
interface LoadedTable {
  readonly table: Table
  readonly stored: string
}

/** An in-memory database that may still read files, until a workspace is opened over it and seals it. */
export interface Database {
  readonly connection: DuckDBConnection
  /** Another connection, which knows the same tables and functions. */
  connect(): Promise<DuckDBConnection>
  /** What was read so far. */
  readonly tables: readonly LoadedTable[]
  /** Reads a table; false when the file holds anything that is not certain to become the cells of a `TypedTable`. */
  read(file: LogFile): Promise<boolean>
  close(): void
}

/** `memory`: what a query may take before it ends with an error. */
export async function openDatabase({ memory = '4GB' } = {}): Promise<Database> {
  keepLeadingMarks()
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: memory,
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const tables: LoadedTable[] = []
  return {
    connection,
    connect: () => instance.connect(),
    tables,
    async read(file) {
      const stored = `f${tables.length}`
      const certain = await readLogFile(connection, stored, file)
      if (certain) tables.push({ table: file.table, stored })
      return certain
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
