import { describe, expect, it } from 'vitest'
import { readJson } from '../../src/answer/read-json.ts'
import { readLogsTable } from '../../src/workspace/logs-table.ts'

/** The answer of a query with one column of that type. */
const answerOf = (type: string, cell: string) =>
  `{"tables":[{"name":"PrimaryResult","columns":[{"name":"x","type":"${type}"}],"rows":[[${cell}]]}]}`

function tableOf(text: string) {
  const read = readJson(text)
  return readLogsTable('value' in read ? read.value : undefined)
}

function cellOf(type: string, cell: string) {
  const table = tableOf(answerOf(type, cell))
  return table.ok ? table.value.rows[0]?.[0] : table.error
}

describe('a cell of the query service', () => {
  it.each([
    ['datetime', 'null', null],
    ['long', 'null', null],
    ['string', 'null', ''],
    ['datetime', '"2026-03-02T10:00:00Z"', '2026-03-02T10:00:00.0000000Z'],
    ['datetime', '"2026-03-02T10:00:00.12Z"', '2026-03-02T10:00:00.1200000Z'],
    ['timespan', '"1.02:03:04"', '1.02:03:04'],
    ['timespan', '"00:00:00.5"', '00:00:00.5000000'],
    ['long', '42', 42],
    ['long', '9223372036854775807', '9223372036854775807'],
    ['real', '1.5', 1.5],
    ['real', '100000000000000000000', 1e20],
    ['real', '"NaN"', 'NaN'],
    ['real', '"Infinity"', 'Infinity'],
    ['bool', 'true', true],
    ['dynamic', '"{\\"a\\":[1]}"', { a: [1] }],
    ['dynamic', '"plain text"', 'plain text'],
    ['string', '"42"', '42'],
    ['guid', '"74be27de-1e4e-49d9-b579-fe0b331d3642"', '74be27de-1e4e-49d9-b579-fe0b331d3642'],
    // The published examples carry numbers and booleans as text.
    ['long', '"1"', 1],
    ['real', '"1.286"', 1.286],
    ['bool', '"true"', true],
  ])('%s %s', (type, cell, expected) => expect(cellOf(type, cell)).toEqual(expected))
})

describe('an answer of the query service', () => {
  it('with an error beside its rows is an error: rows are missing', () => {
    const partial = answerOf('long', '1').replace('{', '{"error":{"code":"PartialError","message":"too much"},')
    expect(tableOf(partial)).toEqual({ ok: false, error: { code: 'PartialError', message: 'too much' } })
  })
})
