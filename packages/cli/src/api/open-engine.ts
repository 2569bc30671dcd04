import { diagnosticRow, isError } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { encodeCell, loadFixture } from '@tripline/fixtures'
import {
  type Engine as LoadedEngine,
  openEngine as load,
  parseJson,
  queryFinding,
  type Rows,
} from '@tripline/kql/engine'
import { loadCatalogue } from '@tripline/schemas'
import { readAt } from '../command-line/option-values.ts'
import { readDataset } from '../query/read-dataset.ts'
import type { Data, Table } from './data.ts'
import type { Finding } from './finding.ts'
import { valueFromJson } from './value-json.ts'
import { writtenData } from './written-data.ts'

export interface QueryOptions {
  /** What `now()` answers, in ISO 8601; a query that needs the time and gets none is an error. */
  readonly at?: string
  /** How long the query may run, in milliseconds; default: 30,000. */
  readonly timeout?: number
}

/** Rows exactly when there is no error among the diagnostics. A query that cannot be answered exactly is refused. */
export interface Answer {
  readonly table?: Table
  readonly diagnostics: readonly Finding[]
}

/** Loaded data that answers queries, each by itself. Holds memory and threads until it is closed. */
export interface Engine {
  query(kql: string, options?: QueryOptions): Promise<Answer>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** An engine, or what is wrong with the data. */
export interface OpenedEngine {
  readonly engine?: Engine
  readonly diagnostics: readonly Finding[]
}

/** Loads data into a database in memory, which queries cannot leave: they reach no file and no network. */
export async function openEngine(data: Data = {}): Promise<OpenedEngine> {
  const world = { catalogue: loadCatalogue(), functions: [], watchlists: [], externalData: [] }
  const read = await readDataset(
    writtenData(data),
    world,
    path => ({ value: named(path), diagnostics: [] }),
    ({ file, table }, options) => loadFixture(file, table, options),
  )
  const diagnostics = read.diagnostics.map(diagnosticRow)
  if (read.diagnostics.some(isError)) return { diagnostics }
  const loaded = await load(world.catalogue, read.value ?? { tables: [] })
  const close = () => loaded.close()
  const query = (kql: string, options: QueryOptions = {}) => answer(loaded, kql, options)
  return { engine: { query, close, [Symbol.asyncDispose]: close }, diagnostics }
}

async function answer(engine: LoadedEngine, kql: string, { at, timeout }: QueryOptions): Promise<Answer> {
  const now = at === undefined ? undefined : readAt(at)
  if (now && now.value === undefined) return { diagnostics: now.diagnostics.map(diagnosticRow) }
  const request = {
    kql,
    ...(now?.value !== undefined && { now: now.value }),
    ...(timeout !== undefined && { timeout }),
  }
  const result = await engine.run(request)
  const file = { path: 'query', text: kql }
  const diagnostics = result.diagnostics.map(found =>
    diagnosticRow(queryFinding(found, { file, start: found.start, end: found.end })),
  )
  return result.ok ? { table: tableOfRows(result.rows), diagnostics } : { diagnostics }
}

const tableOfRows = ({ columns, rows }: Rows): Table => ({
  columns: columns.map(({ name, type }) => ({ name, type })),
  rows: rows.map(row =>
    row.map((cell, index) => valueFromJson(parseJson(encodeCell(cell, columns[index]!.type)) ?? null)),
  ),
})
