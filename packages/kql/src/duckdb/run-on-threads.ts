import type { DuckDBConnection } from '@duckdb/node-api'
import { render, type Sql } from '../sql/sql.ts'

/**
 * Runs a statement on two threads, or on one: another that has nothing to read would not sleep, but ask for work all the time.
 * Afterwards there are two.
 */
export async function runOnThreads(connection: DuckDBConnection, threads: 1 | 2, statement: Sql): Promise<void> {
  await useThreads(connection, threads)
  await connection.run(render(statement, {})).finally(() => useThreads(connection, 2))
}

/** To set a number of threads takes longer than to ask for it, even if it is the same. */
async function useThreads(connection: DuckDBConnection, threads: 1 | 2): Promise<void> {
  const used = await connection.runAndReadAll(`SELECT current_setting('threads')`)
  if (Number(used.getRows()[0]![0]) !== threads) await connection.run(`SET threads = ${threads}`)
}
