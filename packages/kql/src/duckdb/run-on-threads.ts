import type { DuckDBConnection } from '@duckdb/node-api'
import { render, type Sql } from '../sql/sql.ts'

/** Runs a statement on two threads, or on one: another that has nothing to read would not sleep, but ask for work all the time. */
export async function runOnThreads(connection: DuckDBConnection, threads: 1 | 2, statement: Sql): Promise<void> {
  const text = render(statement, {})
  if (threads === 2) {
    await connection.run(text)
    return
  }
  await connection.run('SET threads = 1')
  await connection.run(text).finally(() => connection.run('SET threads = 2'))
}
