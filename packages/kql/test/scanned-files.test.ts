import { linkSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { named } from '@tripline/files'
import { datetimeFromUnixMilliseconds, loadCatalogue, type Table } from '@tripline/schemas'
import { oneIn } from '@tripline/testkit'
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

const moment = Date.UTC(2026, 2, 2, 10)
const ticks = (milliseconds: number) => datetimeFromUnixMilliseconds(milliseconds)

describe('a bound on the time loses no row and adds none', () => {
  test.each([
    ['TIMESTAMP', 'make_timestamp(us)'],
    ['TIMESTAMP WITH TIME ZONE', 'make_timestamptz(us)'],
    ['TIMESTAMP_NS', 'make_timestamp_ns(us * 1000 + 700)'],
  ])(
    '%s',
    async (_, written) => {
      const extra = written.includes('_ns') ? 7n : 0n
      const instance = await openInstance('1GB')
      const connection = await instance.connect()
      const file = path(`${written.slice(0, 17)}.parquet`)
      await connection.run(
        `COPY (SELECT ${written} AS "TimeGenerated", i AS "Number" FROM (SELECT i, ${moment}000 + i AS us FROM range(-5, 6) t(i)))
        TO '${file}' (FORMAT parquet)`,
      )
      instance.close()
      using opened = await openDatabase()
      const keys = ['TimeGenerated', 'Number']
      expect(await opened.read({ format: 'parquet', table: logs, keys, isTemporary: false, file: named(file) })).toBe(
        true,
      )
      const rows = Array.from({ length: 11 }, (_, index) => [
        ticks(moment) + BigInt(index - 5) * 10n + extra,
        BigInt(index - 5),
      ])
      const twin: Table = { ...logs, name: 'Twin_CL' }
      const catalogue = loadCatalogue().with([logs, twin])
      await using engine = await openEngine(catalogue, { tables: [{ table: twin, rows }] }, { database: opened })
      const counted = async (table: string, condition: string) => {
        const answer = await engine.run({
          kql: `${table} | where ${condition} | summarize count(), sum(Number)`,
          now: ticks(moment),
        })
        if (!answer.ok) throw new Error(answer.diagnostics[0]!.message)
        return answer.rows.rows
      }
      const ends = [
        { number: -5, digit: 0 },
        { number: 0, digit: 0 },
        { number: 0, digit: 7 },
        { number: 5, digit: 9 },
      ]
      const texts = ends.map(({ number, digit }) => `now() + ${number * 10 + digit} * 1tick`)
      const fixed = [
        'datetime(0001-01-01)',
        'datetime(9999-12-31T23:59:59.9999999)',
        'datetime(null)',
        'startofday(now())',
        'bin(now(), 1h)',
      ]
      const conditions = [...texts, ...fixed].flatMap(end => [
        ...['>', '>=', '<', '<=', '==', '!='].map(comparison => `TimeGenerated ${comparison} ${end}`),
        `${end} < TimeGenerated`,
        `${end} >= TimeGenerated`,
        `not(TimeGenerated > ${end})`,
      ])
      for (const condition of [
        ...oneIn(4, conditions),
        'TimeGenerated between (now() .. 2microseconds)',
        'TimeGenerated !between (now() .. 1microsecond)',
        'TimeGenerated > now() or Number < -3',
      ]) {
        expect([condition, await counted('Logs_CL', condition)]).toEqual([
          condition,
          await counted('Twin_CL', condition),
        ])
      }
    },
    120_000,
  )
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
