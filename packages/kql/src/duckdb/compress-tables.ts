import type { DuckDBConnection } from '@duckdb/node-api'

/** Half of what an instance may usually use: others may need the rest (bytes). */
const mostUncompressed = 2_000_000_000

/** Compresses the tables in memory if they take more than that. It takes as long as to read them, but leaves a third or less. */
export async function compressTables(connection: DuckDBConnection, most = mostUncompressed): Promise<void> {
  const used = `SELECT memory_usage_bytes FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'`
  const [[size]] = (await connection.runAndReadAll(used)).getRows() as [[bigint]]
  if (size > most) await connection.run('CHECKPOINT memory')
}
