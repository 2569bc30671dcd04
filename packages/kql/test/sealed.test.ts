import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadCatalogue, type Table } from '@tripline/schemas'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openConnection } from '../src/duckdb/connection.ts'
import { openDatabase } from '../src/duckdb/database.ts'
import { type Engine, openEngine, type RunAnswer } from '../src/engine.ts'
import { runningTime } from '../src/limits/running-time.ts'
import { sql } from '../src/sql/sql.ts'
import { speaksOfTheDatabase } from './database-words.mjs'

const catalogue = loadCatalogue()
const secret = 'only-the-file-knows-this'
const folder = mkdtempSync(join(tmpdir(), 'sealed-'))
const file = join(folder, 'secret.csv')

const logs: Table = { name: 'Logs_CL', columns: [{ name: 'Text', type: 'string' }] }
const hostile = [
  `'; DROP TABLE t0; --`,
  `" OR 1=1 --`,
  `') UNION ALL SELECT * FROM read_text('${file}') --`,
  '\u0000NUL\u0000',
  'line\nbreak\r\n\ttab',
  "$$; ATTACH 'x.db'; $$",
  "\\'; SET enable_external_access = true; --",
  '/* comment */ -- comment',
  '\u{1f4a3} \ud800 lone',
  '\ufeffmark',
]

let engine: Engine
beforeAll(async () => {
  writeFileSync(file, `a\n${secret}\n`)
  engine = await openEngine(catalogue, {
    tables: [{ table: logs, rows: hostile.map(text => [text]) }],
    watchlists: [{ alias: `Odd'"list`, columns: ['SearchKey', `a"b'c`], rows: [['k', 'v']] }],
    externalData: [{ url: `https://x/'"; --`, text: `'); SELECT * FROM read_text('${file}') --` }],
  })
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true })
})

const run = (kql: string): Promise<RunAnswer> => engine.run({ kql, now: 639_000_000_000_000_000n, timeout: 20_000 })
const shown = (answer: RunAnswer): string =>
  JSON.stringify(answer, (_, value) => (typeof value === 'bigint' ? String(value) : value))

/** A text as a KQL literal, every character that is not plain ASCII escaped. */
const literal = (text: string): string =>
  `"${text.replace(/[^ -~]|[\\"]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`

const attempts = [
  `table("${file}")`,
  `table("read_csv('${file}')")`,
  `['${file}'] | take 1`,
  `["read_text('${file}')"] | take 1`,
  `externaldata(a:string)["${file}"]`,
  `externaldata(a:string)[@"file://${file}"] with (format="csv")`,
  `externaldata(a:string)["https://localhost/x.csv"]`,
  `print read_text("${file}")`,
  `print getenv("HOME")`,
  `evaluate sql_request("Server=x", "SELECT 1")`,
  `Logs_CL | evaluate python(typeof(*), "open('${file}').read()")`,
  `cluster("x").database("y").Logs_CL`,
  `duckdb_settings() | take 1`,
  `['information_schema.tables'] | take 1`,
  `['duckdb_tables'] | take 1`,
  `t0 | take 1`,
  `s0 | take 1`,
  `['watchlist Odd'] | take 1`,
  `table("t0")`,
  `_GetWatchlist("x') --")`,
  `Logs_CL | project x = ['SELECT 1']`,
  `Logs_CL | where ['Text" OR 1=1 --'] == ""`,
  `Logs_CL | where Text matches regex "(?i)'); COPY t0 TO '${file}'; --"`,
  `print extract_json("$.a'); SELECT 1; --", '{"a":1}')`,
  `print dynamic({"a": 1})["a') OR 1=1 --"]`,
  `print bag_has_key(dynamic({"a": 1}), "$.['a'') --']")`,
  `print format_datetime(now(), "yyyy'); DROP TABLE t0; --")`,
  `print datetime_utc_to_local(now(), "Europe/Brussels'; --")`,
  `.set-or-append T <| Logs_CL`,
  `set query_now = "'; DROP TABLE t0; --"; print 1`,
]

describe('a query can reach only its rows', () => {
  test.each(attempts)('%s', async kql => {
    const answer = await run(kql)
    expect(shown(answer)).not.toContain(secret)
    for (const { message, fix = '' } of answer.diagnostics) {
      expect(speaksOfTheDatabase(`${message} ${fix}`, kql)).toBeUndefined()
    }
  })

  test('the rows are unchanged afterwards', async () => {
    const answer = await run('Logs_CL | project Text')
    expect(answer.ok && answer.rows.rows.map(([text]) => text)).toEqual(hostile.map(text => text.toWellFormed()))
  })
})

describe('texts are never executed', () => {
  const spoken = hostile.map(text => text.toWellFormed())

  test.each(spoken)('a literal: %j', async text => {
    const answer = await run(`print x = ${literal(text)}`)
    expect(answer).toMatchObject({ ok: true, rows: { rows: [[text]] } })
  })

  test.each(spoken)('a cell, a key of a bag, and a needle: %j', async text => {
    const quoted = literal(text)
    const answer = await run(
      `datatable(s:string)[${quoted}, ""] | where s == ${quoted} and s contains ${quoted} and s in (${quoted}, "x") | extend v = bag_pack(${quoted}, 1)[${quoted}] | count`,
    )
    expect(answer).toMatchObject({ ok: true, rows: { rows: [[1n]] } })
  })

  test('a column name', async () => {
    const name = `a"b'c; --`
    const answer = await run(
      `print ['${name.replaceAll("'", "\\'")}'] = 1 | extend y = ['${name.replaceAll("'", "\\'")}'] + 1`,
    )
    expect(answer).toMatchObject({ ok: true, rows: { columns: [{ name }, { name: 'y' }], rows: [[1n, 2n]] } })
  })

  test('the URL and the content of a file', async () => {
    const answer = await run(`externaldata(a:string)["https://x/'\\"; --"] with (format="raw")`)
    expect(answer).toMatchObject({ ok: true, rows: { rows: [[`'); SELECT * FROM read_text('${file}') --`]] } })
  })

  test('the alias and the columns of a watchlist', async () => {
    const answer = await run(`_GetWatchlist("Odd'\\"list") | project ['a"b\\'c']`)
    expect(answer).toMatchObject({ ok: true, rows: { rows: [['v']] } })
  })
})

describe('limits', () => {
  test('a query that takes too long ends with an error, and the next one runs', async () => {
    const kql = 'range x from 1 to 2000000000 step 1 | summarize dcount(x % 1000003)'
    const answer = await engine.run({ kql, timeout: 300 })
    expect(answer).toMatchObject({
      ok: false,
      diagnostics: [
        { kind: 'runtime', code: 'timeout', start: 0, end: kql.length, message: expect.stringContaining('0.3 s') },
      ],
    })
    expect(await run('print 1')).toMatchObject({ ok: true })
  })

  test('so does one that spends its time in JavaScript functions', async () => {
    const kql = 'range x from 1 to 100000000 step 1 | summarize dcount(reverse(tostring(x)))'
    expect(await engine.run({ kql, timeout: 300 })).toMatchObject({ ok: false, diagnostics: [{ code: 'timeout' }] })
  })

  test('a query that cannot be interrupted is abandoned, and the next one runs meanwhile', async () => {
    using database = await openDatabase()
    const connection = openConnection(database, new Map(), 50)
    // Longer than its time and the grace.
    const planned = sql`SELECT list_sum(list_transform(range(20000000), lambda x: x % 7))`
    expect(await connection.query(planned, {}, [], runningTime(50))).toMatchObject({
      reason: 'timeout',
      message: 'the database ignores interruptions while it plans',
    })
    expect(await connection.query(sql`SELECT 1, kql_reverse('ab')`, {}, [], runningTime(10_000))).toMatchObject({
      ok: true,
    })
  })

  test('a query that exceeds its memory ends with one message', async () => {
    using database = await openDatabase({ memory: '40MB' })
    await using small = await openEngine(catalogue, { tables: [] }, { database })
    const kql = 'range x from 1 to 50000000 step 1 | summarize take_any(x) by x = hash(x) | count'
    expect(await small.run({ kql, timeout: 60_000 })).toEqual({
      ok: false,
      diagnostics: [
        {
          kind: 'runtime',
          severity: 'error',
          code: 'out-of-memory',
          message: 'the query needs more memory than a query may use',
          start: 0,
          end: kql.length,
        },
      ],
    })
  })

  // The service gives 500,000 rows (semantics 19.1).
  test('a result may have as many rows as in the service; one more is an error', async () => {
    const answer = await run('range n from 1 to 500000 step 1')
    expect(answer.ok && answer.rows.rows.length).toBe(500_000)
    const stages = 'range n from 1 to 500001 step 1 | evaluate bag_unpack(d) | summarize max(n)'
    expect(await run(stages.replace('|', '| extend d = bag_pack("a", n) |'))).toMatchObject({
      ok: true,
      rows: { rows: [[500_001n]] },
    })
    for (const last of [500_001, 10_000_000]) {
      expect(await run(`range n from 1 to ${last} step 1`)).toMatchObject({
        ok: false,
        diagnostics: [{ kind: 'runtime', code: 'result-too-large', start: 0 }],
      })
    }
  })

  test.each([
    'print strlen(strrep("x", 2000000000))',
    'print array_length(repeat("x", 2000000000))',
    'print array_length(range(1, 9000000000000))',
    'print strlen(replace_string(strrep("x", 1000000), "x", strrep("y", 100000)))',
    'print strrep("a", 40) matches regex "(a+)+b"',
    'print strrep("a", 100000) matches regex "(a|aa)+$"',
  ])('a single value does not exhaust memory: %s', async kql => {
    const answer = await run(kql)
    for (const { message, kind } of answer.diagnostics) {
      expect(speaksOfTheDatabase(message, kql)).toBeUndefined()
      expect(kind).not.toBe('internal')
    }
  })
})
