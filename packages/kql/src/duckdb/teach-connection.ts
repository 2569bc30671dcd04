import type { DuckDBConnection } from '@duckdb/node-api'
import { type Macro, macros } from '../functions/macros.ts'
import { udfs } from '../functions/registry.ts'
import { join, name, render, type Sql, sql, taughtName } from '../sql/sql.ts'
import { type RemainingTime, registerUdf } from './register-udf.ts'

/** Makes a database know the functions and macros that generated SQL calls. */
export async function teachConnection(connection: DuckDBConnection, remainingTime: RemainingTime): Promise<void> {
  for (const udf of udfs) registerUdf(connection, udf, remainingTime)
  for (const macro of Object.values(macros)) await connection.run(render(created(macro), {}))
}

const created = (macro: Macro): Sql =>
  sql`CREATE MACRO ${name(taughtName(macro))}(${join(macro.parameters)}) AS ${macro.body}`
