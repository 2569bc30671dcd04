import type { DuckDBConnection } from '@duckdb/node-api'
import { type Macro, macros } from '../functions/macros.ts'
import { udfs } from '../functions/registry.ts'
import { join, name, registeredName, render, sql } from '../sql/sql.ts'
import { type RemainingTime, registerUdf } from './register-udf.ts'

/** Registers the functions and macros that generated SQL calls. */
export async function registerFunctions(connection: DuckDBConnection, remainingTime: RemainingTime): Promise<void> {
  for (const udf of udfs) registerUdf(connection, udf, remainingTime)
  // In one statement, because each takes longer than registering a dozen functions.
  await connection.run(Object.values(macros).map(creation).join(';'))
}

const creation = (macro: Macro): string =>
  render(sql`CREATE MACRO ${name(registeredName(macro))}(${join(macro.parameters)}) AS ${macro.body}`, {})
