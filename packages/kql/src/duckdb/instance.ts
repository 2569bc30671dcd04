import type { DuckDBConnection, DuckDBInstance as Opened } from '@duckdb/node-api'
import { join, name, render, sql, text } from '../sql/sql.ts'
import { DuckDBInstance } from './driver.ts'
import { keepLeadingMarks } from './driver-text.ts'
import { keptStatements, type Statements } from './kept-statements.ts'

/** One DuckDB in memory. It may read files until it is sealed. */
export interface Instance {
  connect(): Promise<DuckDBConnection>
  /** A connection that was released, or a new one. */
  lease(): Promise<Leased>
  /**
   * Puts all files but those of `paths`, the network, extensions and settings out of reach, for all connections and for good.
   * Does it once.
   */
  seal(paths: readonly string[]): Promise<void>
  /** Registers functions that a statement calls, for all connections. Most call few, and many none. */
  provide(calls: ReadonlySet<string>): Promise<void>
  /** When running queries must end, as readings of `performance.now()`. The database does not say which one calls a function. */
  readonly deadlines: Map<symbol, number>
  close(): void
}

/** A connection with the statements that it has planned. */
interface Leased {
  readonly connection: DuckDBConnection
  readonly statements: Statements
  readonly release: () => void
}

/** Few engines are open at once. */
const mostReleased = 4

/**
 * `memory`: how much all of its queries and tables may use before a query fails; `files`: stored logs, by the names that they
 * get.
 */
export async function openInstance(memory: string, files: ReadonlyMap<string, string> = new Map()): Promise<Instance> {
  keepLeadingMarks()
  const instance = await DuckDBInstance.create(':memory:', {
    // With one thread, groups and joins have their rows in the same order wherever the rows are stored.
    threads: '1',
    memory_limit: memory,
    temp_directory: '',
    // Each part of a log that is stored would compress those before: see `compressTables`.
    checkpoint_threshold: '1TB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  await attach(instance, files).catch(error => {
    instance.closeSync()
    throw error
  })
  const deadlines = new Map<symbol, number>()
  let sealing: Promise<void> | undefined
  const seal = async (paths: readonly string[]) => {
    const connection = await instance.connect()
    const allowed = render(sql`SET allowed_paths = [${join(paths.map(text))}]`, {})
    await connection.run(`${allowed}; SET enable_external_access = false; SET lock_configuration = true`)
    connection.closeSync()
  }
  const provided = new Set<string>()
  const register = async (names: readonly string[]) => {
    const { registerFunctions } = await import('./register-functions.ts')
    const missing = names.filter(called => !provided.has(called))
    const connection = await instance.connect()
    await registerFunctions(connection, missing, () => Math.max(0, ...deadlines.values()) - performance.now())
    connection.closeSync()
    for (const called of missing) provided.add(called)
  }
  let registering = Promise.resolve()
  const provide = async (calls: ReadonlySet<string>) => {
    const missing = [...calls].filter(called => !provided.has(called))
    if (missing.length === 0) return
    // One after the other, since two statements may call the same function.
    const registered = registering.then(() => register(missing))
    registering = registered.catch(() => undefined)
    await registered
  }
  const released: Leased[] = []
  let isOpen = true
  const lease = async (): Promise<Leased> => {
    const idle = released.pop()
    if (idle) return idle
    const connection = await instance.connect()
    const leased: Leased = {
      connection,
      statements: keptStatements(connection),
      release: () => void (isOpen && released.length < mostReleased ? released.push(leased) : connection.closeSync()),
    }
    return leased
  }
  return {
    connect: () => instance.connect(),
    lease,
    seal: paths => (sealing ??= seal(paths)),
    provide,
    deadlines,
    close() {
      isOpen = false
      for (const { connection } of released.splice(0)) connection.closeSync()
      instance.closeSync()
    },
  }
}

async function attach(instance: Opened, files: ReadonlyMap<string, string>): Promise<void> {
  if (files.size === 0) return
  const connection = await instance.connect()
  for (const [file, alias] of files) {
    await connection.run(render(sql`ATTACH ${text(file)} AS ${name(alias)} (TYPE duckdb, READ_ONLY)`, {}))
  }
  connection.closeSync()
}
