import type { DuckDBConnection } from '@duckdb/node-api'
import type { Table } from '@tripline/schemas'
import type { Sql, StoredBound } from '../sql/sql.ts'
import { type Instance, openInstance } from './instance.ts'
import type { Statements } from './kept-statements.ts'
import type { LogFile } from './log-file.ts'
import { boundOf, type ScannedFile } from './scanned-file.ts'

/** A table read from a file; `stored` is its name in the database. */
interface LoadedTable {
  readonly table: Table
  readonly stored: string
}

/** A connection to a sealed database. TEMP tables belong to it alone and end with it. */
export interface SealedConnection {
  readonly connection: DuckDBConnection
  readonly statements: Statements
  /** Ends it, or gives it to whoever connects next, which nothing may distinguish from a new one but the statements. */
  close(): void
  release(): void
  /** When the queries of all connections to this database must end. */
  readonly deadlines: Map<symbol, number>
  /**
   * Gives up a query that neither ends nor can be interrupted: what it uses is freed when it ends. Unless files were read, the
   * next connection is to a new database, which the query cannot slow down.
   */
  abandon(query: Promise<unknown>): void
  /** What stands for a bound of rows; files hold times in other forms. */
  boundOf(bound: StoredBound): Sql
  /** Registers functions that a statement calls. */
  provide(calls: ReadonlySet<string>): Promise<void>
}

/**
 * An in-memory database for any number of engines. It may read files until the first engine is opened on it and seals it.
 * Whoever opens it closes it, after the engines.
 */
export interface Database extends Disposable {
  /** The tables read so far, which every engine sees. */
  readonly tables: readonly LoadedTable[]
  /** Reads a table; false if the file contains anything that may not become exactly the cells of a `TypedTable`. */
  read(file: LogFile): Promise<boolean>
  /** The database's names of the files of stored logs that it can read. */
  readonly files: ReadonlyMap<string, string>
  /** Seals the database and connects to it. */
  connect(): Promise<SealedConnection>
  /** While an abandoned query is running over files that were read, they stay in memory until the process ends. */
  close(): void
}

export interface DatabaseOptions {
  /** How much the queries and tables of all open engines may use before a query fails. */
  readonly memory?: string
  /** The files of the stored logs that engines may read. */
  readonly logs?: Iterable<string>
}

/** An instance that is open, or will be. */
interface Opening {
  readonly instance: Promise<Instance>
  close(): void
}

function opening(instance: Promise<Instance>): Opening {
  let opened: Instance | undefined
  const settled = instance.then(
    ready => {
      opened = ready
    },
    // Whoever uses the instance gets the error.
    () => undefined,
  )
  return {
    instance,
    close() {
      if (opened) opened.close()
      else settled.then(() => opened?.close())
    },
  }
}

/** Throws if a log cannot be opened. Without logs, the database opens while its caller goes on. */
export async function openDatabase({ memory = '4GB', logs = [] }: DatabaseOptions = {}): Promise<Database> {
  const files = new Map(Array.from(new Set(logs), (file, index) => [file, `log${index}`]))
  const start = () => opening(openInstance(memory, files))
  let current: Opening | undefined = start()
  if (files.size > 0) await current.instance
  const tables: LoadedTable[] = []
  const scanned = new Map<string, ScannedFile>()
  /** Queries that were abandoned on the current instance and still run. */
  let abandoned = 0
  const open = () => (current ??= start())
  const close = () => {
    if (abandoned === 0) current?.close()
    current = undefined
  }
  return {
    tables,
    files,
    async read(file) {
      const stored = `f${tables.length}`
      const connection = await (await open().instance).connect()
      try {
        const { readLogFile } = await import('./read-log-file.ts')
        const read = await readLogFile(connection, stored, file)
        if (read) tables.push({ table: file.table, stored })
        if (read?.scanned) scanned.set(stored, read.scanned)
        return read !== undefined
      } finally {
        connection.closeSync()
      }
    },
    async connect() {
      const opened = open()
      const instance = await opened.instance
      await instance.seal([...scanned.values()].map(({ path }) => path))
      const { connection, statements, release } = await instance.lease()
      const abandon = (query: Promise<unknown>) => {
        const replaced = tables.length === 0
        if (replaced && current === opened) current = undefined
        if (!replaced) abandoned++
        const free = () => {
          connection.closeSync()
          if (replaced) instance.close()
          else abandoned--
        }
        query.then(free, free)
      }
      return {
        connection,
        statements,
        close: () => connection.closeSync(),
        release,
        deadlines: instance.deadlines,
        abandon,
        boundOf: bound => boundOf(bound, scanned.get(bound.table)),
        provide: instance.provide,
      }
    },
    close,
    [Symbol.dispose]: close,
  }
}
