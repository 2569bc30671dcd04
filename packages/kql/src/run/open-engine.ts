import type { Catalogue, Column, Table } from '@tripline/schemas'
import { worldKey } from '../cache/world-key.ts'
import { cachedCompiler } from '../compile/cached-compiler.ts'
import { compileAhead } from '../compile/compile-ahead.ts'
import { memoizeCompile } from '../compile/memoize-compile.ts'
import type { Compile } from '../compile/prepared-query.ts'
import type { QueryCache } from '../compile/query-cache.ts'
import { openConnection } from '../duckdb/connection.ts'
import { type Database, openDatabase } from '../duckdb/database.ts'
import type { Goal } from '../explain/remedies.ts'
import { renderNames } from '../sql/sql.ts'
import {
  type Dataset,
  type ExternalText,
  type LogTable,
  logFiles,
  type TypedTable,
  type TypedWatchlist,
} from '../world/dataset.ts'
import { externalTable, type StoredTable, watchlistTable } from '../world/stored-table.ts'
import { hasThreads, worldData } from '../world/world-data.ts'
import { countWindow } from './count-window.ts'
import type { Engine, RunRequest, RunWindow, SweepRequest } from './engine.ts'
import { runQuery } from './run-query.ts'
import { sharedWorld } from './shared-world.ts'

export interface EngineOptions {
  /** A cache of compilations, so the compiler is not even loaded for queries that it contains. */
  readonly cache?: QueryCache | undefined
  /** An open database, with the tables read into it; otherwise the engine opens its own. The caller closes it, after the engine. */
  readonly database?: Database | undefined
}

/**
 * Loads a dataset into a database and seals it: from then on no query can reach files, the network or settings. Engines on the
 * same database see the tables read into it and nothing of each other's dataset, one after the other or at once; while several
 * run queries, JavaScript functions stop at the latest of their time limits. Closing an engine drops its dataset.
 */
export async function openEngine(
  catalogue: Catalogue,
  dataset: Dataset,
  { cache, database: given }: EngineOptions = {},
): Promise<Engine> {
  const logs = dataset.logs ?? []
  const database = given ?? (await openDatabase({ logs: logFiles(logs) }))
  const own = [...dataset.tables, ...logs, ...database.tables]
    .map(({ table }) => table)
    .filter(table => !isCatalogued(table, catalogue))
  const world = sharedWorld({ ...dataset, catalogue: own.length > 0 ? catalogue.with(own) : catalogue })
  const tables = new Map<string, TypedTable | LogTable>([
    ...[...dataset.tables, ...logs].map(table => [table.table.name, table] as const),
    ...(dataset.watchlists ?? []).map(
      watchlist => [watchlistTable(watchlist.alias), watchlistRows(watchlist)] as const,
    ),
    ...(dataset.externalData ?? []).map(file => [externalTable(file.url), externalRow(file)] as const),
  ])
  const loading = [...tables].map(([key, content], index) => ({ key, content, name: `t${index}` }))
  const stored = new Map<string, StoredTable>([
    ...loading.map(({ key, content, name }) => [key, storedTable(name, content.table)] as const),
    ...database.tables.map(({ table, stored: view }) => [table.name, storedTable(view, table)] as const),
  ])
  const tableNames = new Map(
    [...dataset.tables, ...logs, ...database.tables].map(({ table }) => [stored.get(table.name)!.name, table.name]),
  )
  const connection = openConnection(database, new Map(loading.map(({ name, content }) => [name, content])))
  let ahead: ReturnType<typeof compileAhead> | undefined
  const compile: Compile = async (kql, window) => {
    if (ahead) return ahead.compile(kql, window)
    const { compileQuery } = await import('../compile/compile-query.ts')
    const { withKeptParser } = await import('../analysis/with-kept-parser.ts')
    return withKeptParser(cache?.parser, () => compileQuery(kql, world, stored, window))
  }
  const compiled = memoizeCompile(cache ? cachedCompiler(compile, cache, worldKey(world, stored)) : compile)
  const prepare = async ({ kql, window }: RunRequest) => {
    if (hasThreads) ahead ??= compileAhead({ world: worldData(world), stored }, cache?.parser)
    await compiled(kql, window?.by)
  }
  const run = (request: RunRequest) => runQuery(request, compiled, tableNames, connection)
  const planWorld = { world, stored, connection, cache }
  let sweeping: Engine['sweep'] | undefined
  const sweep = async (request: SweepRequest) => {
    const { sweepRuns } = await import('./sweep-runs.ts')
    sweeping ??= sweepRuns(compiled, tableNames, planWorld)
    return sweeping(request)
  }
  const countConditions = async (request: RunRequest) => {
    const conditions = await import('./count-conditions.ts')
    return conditions.countConditions(request, planWorld)
  }
  const trace = async (request: RunRequest) => {
    const { traceRows } = await import('./trace-rows.ts')
    return traceRows(request, planWorld)
  }
  const isSame = async (...[kql, other, by]: Parameters<Engine['isSame']>) => {
    const [one, two] = await Promise.all([compiled(kql, by), compiled(other, by)])
    if (!two.query && !two.stage) return undefined
    return !!one.query && !!two.query && renderNames(one.query.sql) === renderNames(two.query.sql)
  }
  const countRows = (table: string, window: RunWindow) => countWindow(stored.get(table)!, window, connection)
  const explain = async (request: RunRequest, goal: Goal) => {
    const { explainQueryRows } = await import('./explain-query-rows.ts')
    return explainQueryRows(request, goal, planWorld)
  }
  const explainRefusal = async (request: RunRequest) => {
    const { explainQueryRefusal } = await import('./explain-query-rows.ts')
    return explainQueryRefusal(request, planWorld)
  }
  const close = async () => {
    await ahead?.close()
    await connection.close()
    if (!given) database.close()
  }
  return {
    prepare,
    run,
    sweep,
    explain,
    explainRefusal,
    trace,
    countConditions,
    isSame,
    countRows,
    close,
    [Symbol.asyncDispose]: close,
  }
}

const storedTable = (name: string, table: Table): StoredTable => ({ name, columns: columnNames(table) })

const namesOfTables = new WeakMap<Table, readonly string[]>()

/** The same list for the same table, of which the digest is known. */
function columnNames(table: Table): readonly string[] {
  const names = namesOfTables.get(table) ?? table.columns.map(({ name }) => name)
  namesOfTables.set(table, names)
  return names
}

/** A table that matches the catalogue's needs no catalogue of its own, for which the binder would rebuild its state. */
function isCatalogued(table: Table, catalogue: Catalogue): boolean {
  const known = catalogue.get(table.name)
  if (known === undefined || known === table) return known === table
  const same = (column: Column, index: number) =>
    known.columns[index]?.name === column.name && known.columns[index].type === column.type
  return known.columns.length === table.columns.length && table.columns.every(same)
}

const watchlistRows = ({ alias, columns, rows }: TypedWatchlist): TypedTable => ({
  table: { name: alias, columns: columns.map(name => ({ name, type: 'string' })) },
  rows,
})

const externalRow = ({ url, text }: ExternalText): TypedTable => ({
  table: { name: url, columns: [{ name: 'text', type: 'string' }] },
  rows: [[text]],
})
