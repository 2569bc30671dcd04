/** Loads a log into a table of the database and runs a query by hand every five minutes, as often as asked: `FILE COUNT`. */
import { createRequire } from 'node:module'

const { DuckDBInstance } = createRequire(new URL('../../kql/package.json', import.meta.url))('@duckdb/node-api')
const [file, count] = process.argv.slice(2)

const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
await connection.run(`CREATE TABLE log AS SELECT epoch_us(TimeGenerated::TIMESTAMP) * 10 AS time, ResultType, IPAddress, UserPrincipalName
  FROM read_json('${file}', columns = {TimeGenerated: 'VARCHAR', ResultType: 'VARCHAR', IPAddress: 'VARCHAR', UserPrincipalName: 'VARCHAR'})`)
for (let tick = 0; tick < Number(count); tick++) {
  const to = BigInt(Date.UTC(2026, 2, 2) + tick * 300_000) * 10_000n
  await connection.runAndReadAll(`SELECT UserPrincipalName, count(*) AS failures, approx_count_distinct(IPAddress) FROM log
    WHERE time >= ${to - 36_000_000_000n} AND time < ${to} AND ResultType <> '0' GROUP BY ALL HAVING failures > 1000000`)
}
