import { DuckDBConnection } from '@duckdb/node-api'
import { loadCatalogue, type Table } from '@tripline/schemas'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openConnection } from '../src/duckdb/connection.ts'
import { type Database, type Dataset, openDatabase, openEngine, type RunAnswer } from '../src/engine.ts'

import { runningTime } from '../src/limits/running-time.ts'
import { sql, storedRows } from '../src/sql/sql.ts'

/** Engines on one database see nothing of each other: the expected values follow from each engine's own dataset. */
const catalogue = loadCatalogue()

const logs: Table = { name: 'Logs_CL', columns: [{ name: 'Text', type: 'string' }] }
const dataset = (text: string): Dataset => ({
  tables: [{ table: logs, rows: [[text]] }],
  watchlists: [{ alias: 'List', columns: ['SearchKey'], rows: [[text]] }],
  externalData: [{ url: 'https://x/file', text }],
  functions: [{ name: 'Saved', parameters: '()', body: `print f = "${text}"` }],
})
const rows = storedRows({ table: 't0', columns: ['c0'] })
const nothing: Dataset = { tables: [] }

let database: Database
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())

test('a database may be closed while it opens, and is opened again when it is used', async () => {
  const closed = await openDatabase()
  closed.close()
  expect(await seen(dataset('again'), ['Logs_CL'], closed)).toEqual([['again']])
  closed.close()
})

/** What the queries of one engine answer: the cell of each, or the code of its error. */
async function seen(own: Dataset, queries: readonly string[], on = database): Promise<readonly unknown[]> {
  await using engine = await openEngine(catalogue, own, { database: on })
  const answers: unknown[] = []
  for (const kql of queries) answers.push(shown(await engine.run({ kql })))
  return answers
}

const shown = (answer: RunAnswer): unknown =>
  answer.ok ? answer.rows.rows.flat() : answer.diagnostics.find(({ severity }) => severity === 'error')?.code

const everything = [
  'Logs_CL | project Text',
  '_GetWatchlist("List") | project SearchKey',
  'externaldata(a:string)["https://x/file"] with (format="raw")',
  'Saved()',
]
const all = (text: string) => everything.map(() => [text])

/** Rows that are too many to be passed to a query. */
const manyRows = (text: string) => Array.from({ length: 2_000 }, () => [text])

/** What an earlier engine did on the database. */
const earlier: Readonly<Record<string, (on: Database) => Promise<unknown>>> = {
  'answered its queries': on => seen(dataset('other'), everything, on),
  'loaded a table': on => seen({ tables: [{ table: logs, rows: manyRows('other') }] }, ['Logs_CL | count'], on),
  'failed in the database': async on => {
    const connection = openConnection(on, new Map([['t0', { table: logs, rows: [['other']] }]]))
    expect(await connection.query(sql`SELECT error('x') FROM ${rows}`, {}, [], runningTime(1000))).toMatchObject({
      ok: false,
    })
    await connection.close()
  },
  'was refused while it ran': on => seen(dataset('other'), ['Logs_CL | extend a = strrep(Text, 2000000000)'], on),
  'ran out of time': async on => {
    await using engine = await openEngine(catalogue, dataset('other'), { database: on })
    const kql = 'range x from 1 to 2000000000 step 1 | summarize dcount(x % 1000003)'
    expect(shown(await engine.run({ kql, timeout: 100 }))).toBe('timeout')
  },
  'ran out of time in a JavaScript function': async on => {
    await using engine = await openEngine(catalogue, dataset('other'), { database: on })
    const kql = 'range x from 1 to 100000000 step 1 | summarize dcount(reverse(tostring(x)))'
    expect(shown(await engine.run({ kql, timeout: 100 }))).toBe('timeout')
  },
  'returned too much': async on =>
    expect(await seen(dataset('other'), ['range n from 1 to 500001 step 1'], on)).toEqual(['result-too-large']),
  'was abandoned': on => abandonQuery(on),
}

/** A constant list is computed while the database plans, which nothing interrupts. It takes longer than the time and the grace. */
const planned = sql`SELECT list_sum(list_transform(range(20000000), lambda x: x % 7))`
const grace = 50
const abandoned = { ok: false, reason: 'timeout', message: 'the database ignores interruptions while it plans' }

async function abandonQuery(on: Database): Promise<void> {
  const connection = openConnection(on, new Map([['t0', { table: logs, rows: [['other']] }]]), grace)
  expect(await connection.query(planned, {}, [], runningTime(50))).toEqual(abandoned)
  connection.close()
}

describe.each(Object.entries(earlier))('after an engine that %s', (_what, before) => {
  test('one with a dataset sees its own', async () => {
    await before(database)
    expect(await seen(dataset('mine'), everything)).toEqual(all('mine'))
  })

  test('one with nothing sees nothing', async () => {
    using unused = await openDatabase()
    await before(database)
    const answers = await seen(nothing, everything)
    expect(JSON.stringify(answers)).not.toContain('other')
    expect(answers).toEqual(await seen(nothing, everything, unused))
  })

  test('the database holds no tables, and nothing new but functions of the engine', async () => {
    const fresh = await openDatabase()
    const registered = await objects(fresh)
    await before(fresh)
    expect(await objects(fresh)).toEqual(registered)
    fresh.close()
  })

  test('it is still sealed', async () => {
    await before(database)
    const { connection } = await database.connect()
    for (const sql of forbidden) await expect(connection.run(sql), sql).rejects.toThrow()
    connection.closeSync()
  })
})

const forbidden = [
  'SET threads = 1',
  'SET enable_external_access = true',
  'SET GLOBAL lock_configuration = false',
  "SELECT * FROM read_text('/etc/hostname')",
  "ATTACH 'x.db'",
  'INSTALL httpfs',
  "LOAD 'x.duckdb_extension'",
  "COPY (SELECT 1) TO '/tmp/x.csv'",
]

/** How many objects of each kind a new connection sees, but for the functions of the engine, which keep nothing. */
async function objects(on: Database): Promise<unknown> {
  const { connection } = await on.connect()
  const kinds = [
    'tables',
    'views',
    'functions',
    'sequences',
    'schemas',
    'databases',
    'prepared_statements',
    'variables',
  ]
  const others = (kind: string) => (kind === 'functions' ? `WHERE NOT starts_with(function_name, 'kql_')` : '')
  const counts = kinds.map(kind => `(SELECT count(*) FROM duckdb_${kind}() ${others(kind)}) AS ${kind}`)
  const settings = `(SELECT list((name, value) ORDER BY name) FROM duckdb_settings()) AS settings`
  const rows = await connection.runAndReadAll(`SELECT ${[...counts, settings].join()}`)
  connection.closeSync()
  return rows.getRowsJson()
}

describe('on one database', () => {
  test('a function is registered once a statement calls it, for all engines that do', async () => {
    using own = await openDatabase()
    const registered = async () => {
      const { connection } = await own.connect()
      const sql = `SELECT DISTINCT function_name FROM duckdb_functions() WHERE starts_with(function_name, 'kql_')`
      const names = await connection.runAndReadAll(sql)
      connection.closeSync()
      return names.getRowsJson().flat()
    }
    expect(await seen(nothing, ['print 1 + 1'], own)).toEqual([[2n]])
    expect(await registered()).toEqual([])
    const reversed = () => seen(nothing, ['print reverse("abc")'], own)
    expect(await Promise.all([reversed(), reversed()])).toEqual([[['cba']], [['cba']]])
    expect(await registered()).toEqual(['kql_reverse'])
  })

  test('a query is planned once for the rows and times of all engines', async () => {
    using own = await openDatabase()
    const prepare = vi.spyOn(DuckDBConnection.prototype, 'prepare')
    const kql = 'Logs_CL | extend n = now() | join kind=inner (Logs_CL | extend m = now()) on Text | project Text, n, m'
    for (const now of [1n, 2n]) {
      await using engine = await openEngine(catalogue, dataset(`at ${now}`), { database: own })
      expect(shown(await engine.run({ kql, now }))).toEqual([`at ${now}`, now, now])
    }
    expect(prepare).toHaveBeenCalledTimes(1)
  })

  test('a query is planned once for engines that are open at once and ask in turn', async () => {
    using own = await openDatabase()
    const prepare = vi.spyOn(DuckDBConnection.prototype, 'prepare').mockClear()
    await using first = await openEngine(catalogue, dataset('first'), { database: own })
    await using second = await openEngine(catalogue, dataset('second'), { database: own })
    const kql = 'Logs_CL | project Text'
    for (const [engine, text] of [
      [first, 'first'],
      [second, 'second'],
      [first, 'first'],
    ] as const) {
      expect(shown(await engine.run({ kql }))).toEqual([text])
    }
    expect(prepare).toHaveBeenCalledTimes(1)
  })

  test('engines that are open at once see their own datasets', async () => {
    const texts = ['a', 'b', 'c', 'd']
    const answers = await Promise.all(texts.map(text => seen(dataset(text), everything)))
    expect(answers).toEqual(texts.map(all))
  })

  test('an engine stays usable while another is closed', async () => {
    await using first = await openEngine(catalogue, dataset('first'), { database })
    await seen(dataset('second'), everything)
    expect(shown(await first.run({ kql: 'Logs_CL | project Text' }))).toEqual(['first'])
  })

  test('an engine whose query was abandoned continues with its dataset', async () => {
    const connection = openConnection(database, new Map([['t0', { table: logs, rows: [['mine']] }]]), grace)
    expect(await connection.query(planned, {}, [], runningTime(50))).toEqual(abandoned)
    const text = [{ name: 'Text', type: 'string' }] as const
    expect(await connection.query(sql`SELECT c0 FROM ${rows}`, {}, text, runningTime(10_000))).toEqual({
      ok: true,
      rows: [['mine']],
    })
    await connection.close()
  })

  test('the time limit of one query does not end the next', async () => {
    const slow = 'range x from 1 to 100000000 step 1 | summarize dcount(reverse(tostring(x)))'
    const quick = 'range x from 1 to 1000 step 1 | summarize dcount(reverse(tostring(x)))'
    await using first = await openEngine(catalogue, nothing, { database })
    expect(shown(await first.run({ kql: slow, timeout: 100 }))).toBe('timeout')
    await using second = await openEngine(catalogue, nothing, { database })
    expect(shown(await second.run({ kql: quick, timeout: 20_000 }))).toEqual([1000n])
  })

  test('the time limit of a query is its own after one with a longer limit', async () => {
    await seen(nothing, ['print reverse("ab")'])
    await using engine = await openEngine(catalogue, nothing, { database })
    const started = performance.now()
    const slow = 'range x from 1 to 100000000 step 1 | summarize dcount(reverse(tostring(x)))'
    expect(shown(await engine.run({ kql: slow, timeout: 200 }))).toBe('timeout')
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('memory that one query exhausted is there for the next', async () => {
    using small = await openDatabase({ memory: '40MB' })
    const kql = 'range x from 1 to 50000000 step 1 | summarize take_any(x) by x = hash(x) | count'
    expect(await seen(dataset('other'), [kql], small)).toEqual(['out-of-memory'])
    expect(await seen(dataset('mine'), everything, small)).toEqual(all('mine'))
  })

  test('the rows of closed engines take no memory', async () => {
    using small = await openDatabase({ memory: '60MB' })
    const rows = Array.from({ length: 20_000 }, (_, row) => [String(row).repeat(100)])
    const large: Dataset = { tables: [{ table: logs, rows }] }
    for (let round = 0; round < 20; round++) {
      expect(await seen(large, ['Logs_CL | count'], small)).toEqual([[20_000n]])
    }
  })
})
