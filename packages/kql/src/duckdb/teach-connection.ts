import type { DuckDBConnection } from '@duckdb/node-api'
import { udfs } from '../functions/udfs.ts'
import { macros } from './macros.ts'
import { type RemainingTime, registerUdf } from './register-udf.ts'

/** Makes a database know the functions and macros that generated SQL calls. */
export async function teachConnection(connection: DuckDBConnection, remainingTime: RemainingTime): Promise<void> {
  for (const udf of udfs) registerUdf(connection, udf, remainingTime)
  await connection.run(macros.map(macro => `CREATE MACRO ${macro}`).join(';'))
}
