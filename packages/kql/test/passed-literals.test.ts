import { loadCatalogue } from '@tripline/schemas'
import { oneIn } from '@tripline/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, type Engine, openDatabase, openEngine, type RunAnswer } from '../src/engine.ts'
import { Language, loadParser, toArray } from '../src/frontend/parser.ts'
import type { Cell, TypedTable } from '../src/world/dataset.ts'
import { queryCases } from './query-case.ts'

// A query over a `datatable` answers as it does over a table with its rows, which are passed to the query.

const catalogue = loadCatalogue()
const queries = queryCases(name => catalogue.get(name)!).filter(
  ({ kql, dataset, expected }) => /\bdatatable\b/.test(kql) && !dataset && typeof expected === 'string',
)

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

/** The query with each literal as the name of a table, and those tables. */
async function withTables(kql: string): Promise<{ readonly kql: string; readonly tables: readonly TypedTable[] }> {
  loadParser()
  const root = Language.KustoCode.Parse(kql)!.Syntax!
  const literals = toArray<Kusto.Language.Syntax.DataTableExpression>(
    root.GetDescendants(Kusto.Language.Syntax.DataTableExpression),
  )
  const tables: TypedTable[] = []
  let [rewritten, end] = ['', 0]
  for (const { TextStart, End } of literals) {
    const answer = await empty.run({ kql: kql.slice(TextStart, End) })
    if (!answer.ok) throw new Error(JSON.stringify(answer.diagnostics))
    const { columns, rows } = answer.rows
    const name = `Rows${tables.length}_CL`
    tables.push({ table: { name, columns }, rows, ingested: rows.map(() => 0n) })
    rewritten += `${kql.slice(end, TextStart)}(${name})`
    end = End!
  }
  return { kql: rewritten + kql.slice(end), tables }
}

/** The columns and, since few queries promise an order, the sorted rows. */
function rowsOf(answer: RunAnswer): readonly unknown[] {
  if (!answer.ok) throw new Error(JSON.stringify(answer.diagnostics))
  const { columns, rows } = answer.rows
  return [columns, rows.map(row => row.map(shown).join('\t')).sort()]
}

const shown = (cell: Cell) => `${typeof cell} ${Object.is(cell, -0) ? '-0' : cell}`

test.each(oneIn(5, queries).map(({ folder, ...query }) => [folder.name, query] as const))(
  '%s',
  async (_, { kql, now }) => {
    const literal = await empty.run({ kql, ...(now !== undefined && { now }) })
    const { tables, kql: rewritten } = await withTables(kql)
    await using engine = await openEngine(catalogue, { tables }, { database })
    const passed = await engine.run({ kql: rewritten, ...(now !== undefined && { now }) })
    expect(rowsOf(passed)).toEqual(rowsOf(literal))
    expect(tables.length).toBeGreaterThan(0)
  },
)
