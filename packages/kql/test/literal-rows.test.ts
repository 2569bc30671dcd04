import { type ColumnType, loadCatalogue, type Table } from '@tripline/schemas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { literalRows } from '../src/duckdb/literal-rows.ts'
import { type Database, openDatabase, openEngine } from '../src/engine.ts'
import type { Cell, TypedTable } from '../src/world/dataset.ts'

/**
 * The first query over a few rows has them in its text, the second reads a table. Both return the cells that were loaded, and
 * what a query computes from them is the same.
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

/** The answers of a query over rows in its text, and over the same rows as a table. */
async function bothAnswers(content: TypedTable, kql: string) {
  expect(literalRows(content, new Set(['c0', 'ingested']))).toBeDefined()
  await using engine = await openEngine(loadCatalogue(), { tables: [content] }, { database })
  const answers = [await engine.run({ kql }), await engine.run({ kql })]
  return answers.map(answer => {
    if (!answer.ok) throw new Error(JSON.stringify(answer.diagnostics))
    return answer.rows.rows
  })
}

test.each(Object.entries(cells) as [ColumnType, readonly Cell[]][])('%s', async (type, column) => {
  const content = tableOf(type, column)
  const [written, loaded] = await bothAnswers(content, 'Logs_CL | project C, ingestion_time()')
  expect(written).toEqual(content.rows.map(([cell], row) => [cell, BigInt(row)]))
  expect(loaded).toEqual(written)
  const [first, second] = await bothAnswers(content, `Logs_CL | project isnull(C), ${computed[type] ?? 'tostring(C)'}`)
  expect(second).toEqual(first)
})

test('a lone surrogate is the replacement character', async () => {
  const answers = await bothAnswers(tableOf('string', ['a\ud800', '\udc00b', '\ud800\ud800']), 'Logs_CL | project C')
  const replaced = [['a\ufffd'], ['\ufffdb'], ['\ufffd\ufffd']]
  expect(answers).toEqual([replaced, replaced])
})
