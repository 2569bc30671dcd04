import type { DuckDBConnection } from '@duckdb/node-api'
import { type Macro, macros } from '../functions/macros.ts'
import { udfs } from '../functions/registry.ts'
import { join, name, registeredName, render, sql } from '../sql/sql.ts'
import { type RemainingTime, registerUdf } from './register-udf.ts'

/** JavaScript functions by the names by which SQL calls them. */
const udfsByName = new Map(udfs.map(udf => [registeredName(udf), udf]))

const macrosByName = new Map(Object.values(macros).map(macro => [registeredName(macro), macro]))

/** All names by which generated SQL calls functions and macros. */
export const registeredNames: readonly string[] = [...udfsByName.keys(), ...macrosByName.keys()]

/** Registers the functions and macros of these names; those that are none are ignored. */
export async function registerFunctions(
  connection: DuckDBConnection,
  names: readonly string[],
  remainingTime: RemainingTime,
): Promise<void> {
  for (const called of names) {
    const udf = udfsByName.get(called)
    if (udf) registerUdf(connection, udf, remainingTime)
  }
  const created = names.flatMap(called => macrosByName.get(called) ?? [])
  // In one statement, because each takes longer than registering a dozen functions.
  if (created.length > 0) await connection.run(created.map(creation).join(';'))
}

const creation = (macro: Macro): string =>
  render(sql`CREATE MACRO ${name(registeredName(macro))}(${join(macro.parameters)}) AS ${macro.body}`, {})
