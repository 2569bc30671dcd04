import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBPreparedStatement } from '@duckdb/node-api'
import type { Statement } from './statement.ts'

/** The queries of a rule's cases follow each other; few rules have more than this many. */
const most = 8

/** Statements of a connection. Those that recur are planned once. */
export interface Statements {
  /** Plans a statement; the result runs it, until the next one is planned. */
  plan(statement: Statement): Promise<() => Promise<DuckDBMaterializedResult>>
}

export function keptStatements(connection: DuckDBConnection): Statements {
  const kept = new Map<string, DuckDBPreparedStatement>()
  async function prepared(text: string): Promise<DuckDBPreparedStatement> {
    const known = kept.get(text) ?? (await connection.prepare(text))
    // The most recently used one is the last.
    kept.delete(text)
    kept.set(text, known)
    if (kept.size > most) {
      const [oldest, unused] = kept.entries().next().value!
      kept.delete(oldest)
      unused.destroySync()
    }
    return known
  }
  return {
    async plan({ text, values, types, recurs }) {
      // With values, even none, the database plans a statement twice.
      const hasValues = Object.keys(values).length > 0
      if (!recurs) return () => (hasValues ? connection.run(text, values, types) : connection.run(text))
      const planned = await prepared(text)
      planned.bind(values, types)
      return () => planned.run()
    },
  }
}
