import type { DuckDBConnection } from '@duckdb/node-api'
import { join, render, sql, text } from '../sql/sql.ts'
import { DuckDBInstance } from './driver.ts'
import { keepLeadingMarks } from './driver-text.ts'
import { registerFunctions } from './register-functions.ts'

/** One DuckDB in memory. It may read files until it is sealed. */
export interface Instance {
  connect(): Promise<DuckDBConnection>
  /**
   * Registers the functions and puts all files but those of `paths`, the network, extensions and settings out of reach, for all
   * connections and for good. Does it once.
   */
  seal(paths: readonly string[]): Promise<void>
  /** When running queries must end, as readings of `performance.now()`. The database does not say which one calls a function. */
  readonly deadlines: Map<symbol, number>
  close(): void
}

/** `memory`: how much all of its queries and tables may use before a query fails. */
export async function openInstance(memory: string): Promise<Instance> {
  keepLeadingMarks()
  const instance = await DuckDBInstance.create(':memory:', {
    // Rows from JavaScript are few; files that are read raise it.
    threads: '1',
    memory_limit: memory,
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const deadlines = new Map<symbol, number>()
  let sealing: Promise<void> | undefined
  const seal = async (paths: readonly string[]) => {
    const connection = await instance.connect()
    await registerFunctions(connection, () => Math.max(0, ...deadlines.values()) - performance.now())
    const allowed = render(sql`SET allowed_paths = [${join(paths.map(text))}]`, {})
    await connection.run(`${allowed}; SET enable_external_access = false; SET lock_configuration = true`)
    connection.closeSync()
  }
  return {
    connect: () => instance.connect(),
    seal: paths => (sealing ??= seal(paths)),
    deadlines,
    close: () => instance.closeSync(),
  }
}
