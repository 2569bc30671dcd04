import { linkSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { named } from '@tripline/files'
import { datetimeFromUnixMilliseconds, loadCatalogue, type Table } from '@tripline/schemas'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../src/duckdb/database.ts'
import { openInstance } from '../src/duckdb/instance.ts'
import { openEngine } from '../src/engine.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'scanned-')))
const path = (name: string) => join(folder, name)

const logs: Table = {
  name: 'Logs_CL',
  columns: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'Number', type: 'long' },
  ],
}

let database: Database
beforeAll(async () => {
  const instance = await openInstance('1GB')
  const connection = await instance.connect()
  const rows = `SELECT TIMESTAMP '2026-03-02 10:00:00' + to_seconds(i) AS "TimeGenerated", i AS "Number" FROM range(1000) t(i)`
  for (const name of ['read.parquet', 'other.parquet', 'read.parquet.bak']) {
    await connection.run(`COPY (${rows}) TO '${path(name)}' (FORMAT parquet)`)
  }
  instance.close()
  writeFileSync(path('secret.csv'), 'a\nsecret\n')
  symlinkSync(path('secret.csv'), path('link.csv'))
  linkSync(path('secret.csv'), path('second name.csv'))
  database = await openDatabase()
  const keys = ['TimeGenerated', 'Number']
  const read = { format: 'parquet', table: logs, keys, isTemporary: false } as const
  expect(await database.read({ ...read, file: named(path('read.parquet')) })).toBe(true)
})
afterAll(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

test('a Parquet file is read by every query', async () => {
  await using engine = await openEngine(loadCatalogue(), { tables: [] }, { database })
  const kql =
    'Logs_CL | where TimeGenerated >= datetime(2026-03-02 10:00:10) | summarize count(), sum(Number), max(TimeGenerated)'
  // The numbers from 10 to 999, the last at 10:16:39.
  const rows = [[990n, 499_455n, datetimeFromUnixMilliseconds(Date.UTC(2026, 2, 2, 10, 16, 39))]]
  for (const _ of [1, 2]) expect(await engine.run({ kql })).toMatchObject({ ok: true, rows: { rows } })
})

describe('nothing else can be reached', () => {
  test.each([
    ['another file', `SELECT * FROM read_parquet('${path('other.parquet')}')`],
    ['a longer name', `SELECT * FROM read_parquet('${path('read.parquet.bak')}')`],
    ['a pattern', `SELECT * FROM read_parquet('${path('r*.parquet')}')`],
    ['a list', `SELECT * FROM read_parquet(['${path('read.parquet')}', '${path('other.parquet')}'])`],
    ['a way round', `SELECT * FROM read_text('${path('read.parquet/../secret.csv')}')`],
    ['a link', `SELECT * FROM read_text('${path('link.csv')}')`],
    ['a hard link', `SELECT * FROM read_text('${path('second name.csv')}')`],
    ['the folder', `SELECT * FROM glob('${path('*')}')`],
    ['a database', `ATTACH '${path('new.db')}'`],
    ['writing', `COPY (SELECT 1) TO '${path('new.csv')}'`],
    ['the network', `SELECT * FROM read_csv('https://localhost/x.csv')`],
    ['more files', `SET allowed_paths = ['${path('other.parquet')}']`],
    ['folders', `SET allowed_directories = ['${folder}']`],
    ['all files', 'SET enable_external_access = true'],
    ['extensions', 'INSTALL httpfs'],
  ])('%s', async (_, statement) => {
    const { connection } = await database.connect()
    await expect(connection.run(statement)).rejects.toThrow(/disabled|locked|Cannot|not allowed|Permission/i)
    connection.closeSync()
  })
})
