import { isDeepStrictEqual } from 'node:util'
import { type Column, formatDatetime, loadCatalogue, parseDatetimeIso } from '@tripline/schemas'
import { parseExpectedRows } from '@tripline/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, type Engine, openDatabase, openEngine, type RunAnswer } from '../src/engine.ts'
import { planOf } from './case-coverage.ts'
import { type ExpectedError, type QueryCase, queryCases, shownCell } from './query-case.ts'

const catalogue = loadCatalogue()
const cases = queryCases(name => {
  const table = catalogue.get(name)
  if (!table) throw new Error(`the catalogue has no table ${name}`)
  return table
})

let database: Database
let empty: Engine
beforeAll(async () => {
  database = await openDatabase()
  empty = await openEngine(catalogue, { tables: [] }, { database })
})
afterAll(async () => {
  await empty.close()
  database.close()
})

async function run({ kql, now, dataset }: QueryCase): Promise<RunAnswer> {
  const request = { kql, ...(now !== undefined && { now }) }
  if (!dataset) return empty.run(request)
  await using engine = await openEngine(catalogue, dataset, { database })
  return await engine.run(request)
}

type ShownRow = readonly unknown[]

/** Reals are compared without their last digits, bags in any order of keys. */
const comparable = (_key: string, value: unknown): unknown => {
  if (typeof value === 'number') return Number(value.toPrecision(12))
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Rows as JSON. */
const comparableRows = (rows: readonly ShownRow[]): readonly string[] =>
  rows.map(row => JSON.stringify(row, comparable))

/** An expected cell in the form of results: instants in full, decimals without trailing zeros. */
function spelled(cell: unknown, type: Column['type']): unknown {
  if (typeof cell !== 'string') return cell
  const ticks = type === 'datetime' ? parseDatetimeIso(cell) : undefined
  return ticks === undefined ? (type === 'decimal' ? Number(cell) : cell) : formatDatetime(ticks)
}

function expectRows(queryCase: QueryCase, expectedText: string, answer: RunAnswer): void {
  if (!answer.ok) throw new Error(answer.diagnostics.map(({ message }) => message).join('\n'))
  const { columns, rows } = answer.rows
  const expected = parseExpectedRows(expectedText)
  expect(columns).toEqual(expected.columns)
  const shown = (cells: ShownRow) => cells.map((cell, index) => spelled(cell, columns[index]!.type))
  const actual = comparableRows(rows.map(row => shown(row.map((cell, index) => shownCell(cell, columns[index]!.type)))))
  const wanted = comparableRows(expected.rows.map(shown))
  // Rows in another order are right if the query promises none. Planning it once more takes as long as answering it.
  const isFree = !isDeepStrictEqual(actual, wanted) && !planOf(queryCase, catalogue)?.serialized
  expect(isFree ? actual.toSorted() : actual).toEqual(isFree ? wanted.toSorted() : wanted)
}

function expectError({ kind, word, span }: ExpectedError, answer: RunAnswer): void {
  const [error] = answer.diagnostics.filter(({ severity }) => severity === 'error')
  expect(error).toMatchObject({ kind, message: expect.stringContaining(word), ...span })
}

describe('cases', () => {
  test.each(cases.map(queryCase => [queryCase.folder.name, queryCase] as const))('%s', async (_name, queryCase) => {
    const answer = await run(queryCase)
    if (typeof queryCase.expected === 'string') expectRows(queryCase, queryCase.expected, answer)
    else expectError(queryCase.expected, answer)
  })
})

test('every case has a file `origin` that states the source of its expected result', () => {
  expect(cases.filter(({ folder }) => !folder.files.get('origin')?.trim()).map(({ folder }) => folder.name)).toEqual([])
})
