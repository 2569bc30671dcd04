import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBPreparedStatement } from '@duckdb/node-api'
import { BIGINT } from './driver.ts'
import type { Statement } from './statement.ts'

/** The queries of a rule's cases follow each other; few rules have more than this many. */
const most = 8

/** Statements of a connection. Those that recur are planned once. */
export interface Statements {
  /** Plans a statement; the result runs it, until the next one is planned. */
  plan(statement: Statement): Promise<() => Promise<DuckDBMaterializedResult>>
}

interface Kept {
  readonly prepared: DuckDBPreparedStatement
  /** Of its parameters by name, once they are known. */
  readonly indexes: Map<string, number>
}

export function keptStatements(connection: DuckDBConnection): Statements {
  const kept = new Map<string, Kept>()
  let isOptimized = true
  /** Optimizing takes a third of the time of planning. */
  async function optimize(wanted: boolean): Promise<void> {
    if (wanted === isOptimized) return
    await connection.run(`PRAGMA ${wanted ? 'enable' : 'disable'}_optimizer`)
    isOptimized = wanted
  }
  async function preparedFor({ text, isSmall }: Statement): Promise<Kept> {
    let known = kept.get(text)
    if (!known) {
      await optimize(!isSmall)
      known = { prepared: await connection.prepare(text), indexes: new Map() }
    }
    // The most recently used one is the last.
    kept.delete(text)
    kept.set(text, known)
    if (kept.size > most) {
      const [oldest, unused] = kept.entries().next().value!
      kept.delete(oldest)
      unused.prepared.destroySync()
    }
    return known
  }
  return {
    async plan(statement) {
      const { text, values, types, recurs } = statement
      if (!recurs) {
        await optimize(true)
        // With values, even none, the database plans a statement twice.
        const hasValues = Object.keys(values).length > 0
        return () => (hasValues ? connection.run(text, values, types) : connection.run(text))
      }
      const { prepared, indexes } = await preparedFor(statement)
      for (const name in values) {
        const index = indexes.get(name) ?? prepared.parameterIndex(name)
        indexes.set(name, index)
        const value = values[name]!
        const type = types[name]!
        if (typeof value === 'bigint' && type === BIGINT) prepared.bindBigInt(index, value)
        else prepared.bindValue(index, value, type)
      }
      return () => prepared.run()
    },
  }
}
