import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { named, type TemporaryFolder, temporaryFolder } from '@tripline/files'
import { loadCatalogue, type Table } from '@tripline/schemas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StorableRows } from '../src/duckdb/stored-cells.ts'
import {
  type Dataset,
  type DelayedLog,
  databasesByLogs,
  type LogStore,
  openDatabase,
  openEngine,
  openLogStore,
  type RunWindow,
  type StoredLog,
  type TypedTable,
} from '../src/engine.ts'
import { type FillLog, writeLog } from '../src/logs/write-log.ts'

/** An engine over stored logs answers as one over the same rows in memory, which all other tests are about. */
const catalogue = loadCatalogue()
let folder: TemporaryFolder
let store: LogStore
beforeAll(() => {
  folder = temporaryFolder()
  store = openLogStore(named(folder.path))
})
afterAll(() => folder.remove())

const time = { name: 'TimeGenerated', type: 'datetime' } as const
const first: Table = { name: 'AzureDiagnostics', columns: [time, { name: 'Category', type: 'string' }] }
const second: Table = { name: 'AzureDiagnostics', columns: [time, { name: 'level_d', type: 'real' }] }
const both: Table = { name: 'AzureDiagnostics', columns: [...first.columns, second.columns[1]!] }

const half: StorableRows = {
  table: first,
  rows: [
    [30n, 'c'],
    [10n, 'a'],
    [20n, ''],
  ],
}
const own: StorableRows = { ...half, ingested: [null, 40n, null] }
const typed: TypedTable = {
  table: second,
  rows: [
    [15n, 1.5],
    [25n, null],
  ],
}

let stored = 0
async function storedLog(rows: StorableRows): Promise<StoredLog> {
  const noted = await store.log(`${stored++}`, async writer => {
    await writer.write(rows)
    return {}
  })
  return noted!.log
}

/** What `TypedTable` says of rows with a delay: those without a time of their own arrive so long after they were generated. */
const arrivals = ({ rows, ingested }: StorableRows, delay: bigint) =>
  rows.map(([at], row) => ingested?.[row] ?? (at as bigint) + delay)

const windows: readonly RunWindow[] = [
  { by: 'TimeGenerated', from: 10n, to: 30n, visibleAt: 27n },
  { by: 'ingestion', from: 15n, to: 41n, visibleAt: 60n },
]

const queries = [
  'AzureDiagnostics | project TimeGenerated, Category, level_d, At = ingestion_time()',
  'AzureDiagnostics | project Category',
  'AzureDiagnostics | count',
  'AzureDiagnostics | serialize N = row_number() | project N, level_d',
  'AzureDiagnostics | where Category == "" | take 1 | project TimeGenerated',
]

async function answers(dataset: Dataset) {
  await using databases = databasesByLogs()
  await using engine = await openEngine(catalogue, dataset, { database: await databases.over(dataset.logs) })
  const found: unknown[] = []
  for (const kql of queries) {
    for (const window of [undefined, ...windows]) {
      const answer = await engine.run({ kql, ...(window && { window }) })
      if (!answer.ok) throw new Error(answer.diagnostics[0]!.message)
      found.push(answer.rows)
    }
  }
  return found
}

/** Rows of the first table in the columns of both. */
const wide = ({ rows }: StorableRows) => rows.map(([at, category]) => [at!, category!, null])
const wideTyped = typed.rows.map(([at, level]) => [at!, '', level!])

test.each<[string, StorableRows, bigint | undefined]>([
  ['has no ingestion times', half, undefined],
  ['has late rows', half, 7n],
  ['has some ingestion times of its own', own, 7n],
  ['has some ingestion times and no delay', own, undefined],
])('a log that %s', async (_, rows, ingestionDelay) => {
  const part: DelayedLog = { log: await storedLog(rows), ...(ingestionDelay !== undefined && { ingestionDelay }) }
  const ingested = ingestionDelay === undefined && !rows.ingested ? undefined : arrivals(rows, ingestionDelay ?? 0n)
  const late = typed.rows.map(([at]) => (at as bigint) + 3n)
  const expected = {
    table: both,
    rows: [...wideTyped, ...wide(rows), ...wide(rows)],
    ...(ingested && { ingested: [...late, ...ingested, ...ingested] }),
  }
  const beside = ingested ? { ...typed, ingested: late } : typed
  expect(await answers({ tables: [], logs: [{ table: both, parts: [beside, part, part] }] })).toEqual(
    await answers({ tables: [expected] }),
  )
})

test('a window counts the rows in it, and those of them that have arrived', async () => {
  const parts = [{ log: await storedLog(own), ingestionDelay: 7n }]
  const logs = [{ table: first, parts }]
  await using engine = await openEngine(catalogue, { tables: [], logs })
  // Generated at 30, 10 and 20; ingested at 37, 40 and 27.
  expect(await engine.countRows('AzureDiagnostics', windows[0]!)).toEqual({ rows: 3, inWindow: 2, visible: 1 })
  expect(await engine.countRows('AzureDiagnostics', windows[1]!)).toEqual({ rows: 3, inWindow: 3, visible: 3 })
})

test('a log is stored once, and not at all if it cannot be', async () => {
  let filled = 0
  const fill: FillLog<string> = async writer => {
    await writer.write(half)
    return `filled ${++filled}`
  }
  const [one, again] = [await store.log('once', fill), await store.log('once', fill)]
  expect(one).toMatchObject({ log: { table: first, rowCount: 3, hasIngestionTimes: false }, notes: 'filled 1' })
  expect(again).toEqual(one)
  // What another process finds.
  expect(await openLogStore(named(folder.path)).log('once', fill)).toEqual(one)
  const files = readdirSync(folder.path)
  expect(await store.log('nothing', async () => 'x')).toBeUndefined()
  expect(await store.log('broken', () => Promise.reject(new Error('x')))).toBeUndefined()
  expect(readdirSync(folder.path)).toEqual(files)
})

test('a log that is kept between runs is not filled again, unless part of it is lost', async () => {
  const kept = new Map<string, Buffer>()
  const cache = {
    read: (name: string) => kept.get(name),
    write: (name: string, content: string | Uint8Array) => void kept.set(name, Buffer.from(content)),
  }
  let filled = 0
  /** What a run with a folder of its own gets. */
  const run = async () => {
    using own = temporaryFolder()
    const noted = await openLogStore(named(own.path), undefined, cache).log('key', async writer => {
      await writer.write(half)
      return `filled ${++filled}`
    })
    await using engine = await openEngine(catalogue, {
      tables: [],
      logs: [{ table: first, parts: [{ log: noted!.log }] }],
    })
    const answer = await engine.run({ kql: 'AzureDiagnostics | project Category' })
    return { notes: noted!.notes, rows: answer.ok && answer.rows.rows }
  }
  const filledOnce = await run()
  expect(filledOnce).toEqual({ notes: 'filled 1', rows: [['c'], ['a'], ['']] })
  expect(await run()).toEqual(filledOnce)
  for (const [lost, times] of [
    ['key.db', 2],
    ['key.json', 3],
  ] as const) {
    kept.delete(lost)
    expect(await run()).toEqual({ ...filledOnce, notes: `filled ${times}` })
  }
})

test('no database can write to a log, and one over other logs sees nothing of it', async () => {
  const { file } = await storedLog(half)
  const select = (name: string) => `SELECT count(*) FROM ${name}.log`
  using database = await openDatabase({ logs: [file] })
  const { connection } = await database.connect()
  expect((await connection.runAndReadAll(select('log0'))).getRows()).toEqual([[3n]])
  await expect(connection.run('DELETE FROM log0.log')).rejects.toThrow('read-only')
  await expect(connection.run(`ATTACH '${file}' AS again (READ_WRITE)`)).rejects.toThrow()
  await expect(connection.run(`ATTACH '${(await storedLog(own)).file}' AS other`)).rejects.toThrow('disabled')
  connection.closeSync()
  using other = await openDatabase()
  const connected = await other.connect()
  await expect(connected.connection.run(select('log0'))).rejects.toThrow('does not exist')
  connected.connection.closeSync()
})

test('a log whose file is not a database is an error, and leaves nothing open', async () => {
  const file = join(folder.path, 'no.db')
  writeFileSync(file, 'text')
  await using databases = databasesByLogs()
  const log = { table: first, file, rowCount: 1, hasIngestionTimes: false }
  const logs = [{ table: first, parts: [{ log }] }]
  await expect(databases.over(logs)).rejects.toThrow()
  rmSync(file)
  await writeLog(file, async writer => {
    await writer.write(half)
    return {}
  })
  await databases.over(logs)
})

test('databases that are lent close but for the one without logs', async () => {
  await using databases = databasesByLogs()
  const logs = [{ table: first, parts: [{ log: await storedLog(half) }] }]
  const lend = async () => {
    await using lent = databases.lend()
    return [await lent.over(), await lent.over(logs)]
  }
  const [before, after] = [await lend(), await lend()]
  expect(after[0]).toBe(before[0])
  expect(after[1]).not.toBe(before[1])
  expect(await databases.over()).toBe(before[0])
})
