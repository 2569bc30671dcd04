import { type ColumnType, loadCatalogue, type Table } from '@tripline/schemas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { passedRows } from '../src/duckdb/passed-rows.ts'
import { type Database, openDatabase, openEngine } from '../src/engine.ts'
import type { Cell, TypedTable } from '../src/world/dataset.ts'

/**
 * A few rows are passed to each query, more become a table. Queries over both return the cells that were loaded, and what a query
 * computes from them is the same.
 */
const texts = [
  '',
  ' ',
  "it's",
  "'; --",
  '"',
  '\\',
  '\0',
  'a\0b\0',
  "'\0'",
  '\ufeffmark',
  '$1 ?1 :x {}',
  '\n\r\t\u2028',
  'é𝓗ß\u0301',
  'null',
  '￿\u{10ffff}',
]

const cells: Readonly<Record<ColumnType, readonly Cell[]>> = {
  bool: [true, false, null],
  int: [0, 1, -1, 2147483647, -2147483648, null],
  long: [0n, -1n, 9223372036854775807n, -9223372036854775808n, null],
  real: [0, -0, 0.1, -2.5, 5e-324, 1.7976931348623157e308, 2 ** 53 + 2, Number.NaN, Infinity, -Infinity, null],
  decimal: ['0', '-1.5', '99999999999999999999.999999999999999999', '0.000000000000000001', null],
  string: texts,
  datetime: [0n, 1n, 3155378975999999999n, 638_000_000_000_000_001n, null],
  timespan: [0n, -1n, 9223372036854775807n, -9223372036854775808n, null],
  guid: ['74be27de-1e4e-49d9-b579-fe0b331d3642', '00000000-0000-0000-0000-000000000000', null],
  dynamic: [
    ...texts.map(text => JSON.stringify(text)),
    '{}',
    '[]',
    '{"":{"k":[null,true,-0.0,1e300]},"é":"\\u0000"}',
    '[[],[{}],"]"]',
    'true',
    'false',
    '0',
    '-1.5',
    '9223372036854775807',
    '1e-7',
    '123456789012345678901234567890',
    null,
  ],
}

const computed: { readonly [Type in ColumnType]?: string } = {
  real: 'isnan(C), isfinite(C), C > 0, bin(C, 0.5)',
  string: 'strlen(C), toupper(C), C == "", hash_sha256(C), reverse(C)',
  dynamic: 'gettype(C), C["é"], array_length(C), isempty(C)',
  decimal: 'C + decimal(0), tostring(C)',
  datetime: 'tostring(C), C > datetime(2000-01-01), startofday(C)',
}

const tableOf = (type: ColumnType, column: readonly Cell[]): TypedTable => {
  const table: Table = { name: 'Logs_CL', columns: [{ name: 'C', type }] }
  return { table, rows: column.map(cell => [cell]), ingested: column.map((_, row) => BigInt(row)) }
}

let database: Database
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())

/** Rows that are too many to be passed: the given ones, and copies of the first. */
const asTable = ({ table, rows, ingested }: TypedTable): TypedTable => {
  const copies = Array.from({ length: 1_000 }, (_, row) => [rows[0]!, BigInt(row)] as const)
  return {
    table,
    rows: [...rows, ...copies.map(([row]) => row)],
    ingested: [...ingested!, ...copies.map(([, row]) => row)],
  }
}

/** The answers of a query over rows that are passed to it twice, and over a table that begins with them. */
async function allAnswers(content: TypedTable, kql: string) {
  const columns = new Set(['c0', 'ingested'])
  const table = asTable(content)
  expect(passedRows(content, columns)).toBeDefined()
  expect(passedRows(table, columns)).toBeUndefined()
  const first = await answers(content, kql, 2)
  return [...first, ...(await answers(table, kql, 1)).map(rows => rows.slice(0, content.rows.length))]
}

async function answers(content: TypedTable, kql: string, times: number) {
  await using engine = await openEngine(loadCatalogue(), { tables: [content] }, { database })
  const found = []
  for (let time = 0; time < times; time++) {
    const answer = await engine.run({ kql })
    if (!answer.ok) throw new Error(JSON.stringify(answer.diagnostics))
    found.push(answer.rows.rows)
  }
  return found
}

test.each(Object.entries(cells) as [ColumnType, readonly Cell[]][])('%s', async (type, column) => {
  const content = tableOf(type, column)
  const rows = content.rows.map(([cell], row) => [cell, BigInt(row)])
  expect(await allAnswers(content, 'Logs_CL | project C, ingestion_time()')).toEqual([rows, rows, rows])
  const [first, ...others] = await allAnswers(
    content,
    `Logs_CL | project isnull(C), ${computed[type] ?? 'tostring(C)'}`,
  )
  expect(others).toEqual([first, first])
})

const comparable = Object.entries(cells).filter(([type]) => type !== 'real' && type !== 'dynamic')

/** Null does not count, '' does (semantics 10.7). No two of the cells are equal. */
test.each(comparable as [ColumnType, readonly Cell[]][])('values of type %s are counted once', async (type, column) => {
  const kql = 'Logs_CL | summarize dcount(C), dcountif(C, ingestion_time() < datetime(0001-01-01)), count_distinct(C)'
  const count = BigInt(column.filter(cell => cell !== null).length)
  const counts = [[count, 0n, count]]
  expect(await allAnswers(tableOf(type, [...column, ...column]), kql)).toEqual([counts, counts, counts])
})

test('a lone surrogate is the replacement character', async () => {
  const replaced = [['a\ufffd'], ['\ufffdb'], ['\ufffd\ufffd']]
  const found = await allAnswers(tableOf('string', ['a\ud800', '\udc00b', '\ud800\ud800']), 'Logs_CL | project C')
  expect(found).toEqual([replaced, replaced, replaced])
})

const minutes = (count: number): bigint => 638_000_000_000_000_000n + BigInt(count) * 600_000_000n

/** Sessions of up to ten minutes without a gap of more than five (semantics 13.5), and whole numbers. */
test.each<readonly [string, ColumnType, readonly Cell[], string, readonly (readonly Cell[])[]]>([
  [
    'row_window_session',
    'datetime',
    [0, 4, 8, 12, 20].map(minutes),
    'Logs_CL | sort by C asc | extend S = row_window_session(C, 10m, 5m) | where C > now(-1d)',
    [0, 4, 8, 12, 20].map((minute, row) => [minutes(minute), minutes([0, 0, 0, 12, 20][row]!)]),
  ],
  ['toscalar', 'long', [1n, 4n], 'print a = bin(10, toscalar(Logs_CL | summarize max(C)))', [[8n]]],
  ['in', 'long', [1n, 4n], 'print a = bin(10, iff(4 in ((Logs_CL | project C)), 4, 3))', [[8n]]],
])('%s reads the rows that are passed however often its SQL names them', async (_, type, column, kql, rows) => {
  await using engine = await openEngine(loadCatalogue(), { tables: [tableOf(type, column)] }, { database })
  const answer = await engine.run({ kql, now: minutes(60) })
  expect(answer.ok && answer.rows.rows).toEqual(rows)
})

test('no rows', async () => {
  expect(await answers(tableOf('string', []), 'Logs_CL | summarize n = count(), c = take_any(C)', 2)).toEqual([
    [[0n, '']],
    [[0n, '']],
  ])
})

/** An instant out of range is null (semantics 6.1). */
test('what is reckoned from the time of a run ends where instants do', async () => {
  const last = 3155378975999999999n
  await using engine = await openEngine(loadCatalogue(), { tables: [tableOf('timespan', [1n])] }, { database })
  const kql = 'Logs_CL | project a = now() - C, b = now() + C, c = ago(1tick), d = bin(now() + C, 1d)'
  const cells = async (now: bigint) => {
    const answer = await engine.run({ kql, now })
    return answer.ok && answer.rows.rows
  }
  expect(await cells(0n)).toEqual([[null, 1n, null, 0n]])
  expect(await cells(last)).toEqual([[last - 1n, null, last - 1n, null]])
  expect(await cells(last - 1n)).toEqual([[last - 2n, last, last - 2n, last + 1n - 864_000_000_000n]])
})

test('a query that is nothing but bounds of a scan', async () => {
  const content = tableOf('datetime', [4, 0, 8].map(minutes))
  const bounded = 'Logs_CL | where C > datetime(2022-09-01) and C < datetime(2022-10-01)'
  expect(await answers(content, bounded, 2)).toEqual(Array(2).fill([4, 0, 8].map(minute => [minutes(minute)])))
})
