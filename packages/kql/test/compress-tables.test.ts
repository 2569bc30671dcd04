import { expect, test } from 'vitest'
import { compressTables } from '../src/duckdb/compress-tables.ts'
import { openInstance } from '../src/duckdb/instance.ts'

test('tables are compressed once they are large, not whenever rows are added', async () => {
  const instance = await openInstance('1GB')
  const connection = await instance.connect()
  const rows = `SELECT ${Array.from({ length: 40 }, (_, at) => `'text' AS c${at}`)} FROM range(10_000)`
  await connection.run(`CREATE TABLE t AS ${rows}`)
  for (let round = 0; round < 10; round++) await connection.run(`INSERT INTO t ${rows}`)
  const compressions = async () => {
    const query = `SELECT DISTINCT compression FROM pragma_storage_info('t') WHERE segment_type = 'VARCHAR'`
    return (await connection.runAndReadAll(query)).getRows().flat()
  }
  await compressTables(connection)
  expect(await compressions()).toEqual(['Uncompressed'])
  await compressTables(connection, 1_000_000)
  expect(await compressions()).not.toContain('Uncompressed')
  connection.closeSync()
  instance.close()
})
