import { DuckDBInstance } from '@duckdb/node-api'
import { registeredNames, registerFunctions } from '../dist/duckdb/register-functions.js'

/** Runs `work` with a connection to a database in memory that knows what generated SQL calls. */
export async function withDatabase(work) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '12GB' })
  const connection = await instance.connect()
  await registerFunctions(connection, registeredNames, () => 60_000)
  await work(connection)
  connection.closeSync()
  instance.closeSync()
}
