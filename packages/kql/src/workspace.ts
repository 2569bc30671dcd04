import { budgets, overBudget } from '@tripline/budgets'
import type { Catalogue, Column, Table } from '@tripline/schemas'
import { cachedCompiler } from './cache/cached-compiler.ts'
import type { QueryCache } from './cache/query-cache.ts'
import { worldKey } from './cache/world-key.ts'
import { compileAhead } from './compile-ahead.ts'
import type { Dataset, ExternalText, TypedTable, TypedWatchlist } from './dataset.ts'
import { type Connection, type FailureReason, openConnection } from './duckdb/connection.ts'
import { type Database, openDatabase } from './duckdb/database.ts'
import type { ResultBudget } from './duckdb/read-result.ts'
import { needs, type RunValue, render } from './emit/sql.ts'
import { externalTable } from './lower/external-table.ts'
import type { StoredTable } from './lower/lowering.ts'
import { watchlistTable } from './lower/watchlist-table.ts'
import { onceEach } from './once-each.ts'
import type { Compile, EmittedQuery } from './prepared-query.ts'
import type { QueryDiagnostic, QueryWorld } from './query-world.ts'
import type { Engine, RunAnswer, RunRequest } from './run.ts'
import { hasThreads } from './threads.ts'
import { worldData } from './world-data.ts'

const defaultTimeout = 30_000

export interface EngineOptions {
  /** Keeps what queries are compiled to, so that the compiler need not even be loaded for those that it holds. */
  readonly cache?: QueryCache | undefined
  /** A database with tables that were read into it already. It is sealed, and stays the caller's to close, after the engine. */
  readonly database?: Database | undefined
}

/** Loads a dataset and seals the database: from here on no query can reach files, the network or settings. */
export async function openEngine(
  catalogue: Catalogue,
  dataset: Dataset,
  { cache, database: given }: EngineOptions = {},
): Promise<Engine> {
  const database = given ?? (await openDatabase())
  const own = [...dataset.tables, ...database.tables]
    .map(({ table }) => table)
    .filter(table => !isCatalogued(table, catalogue))
  const world: QueryWorld = {
    catalogue: own.length > 0 ? catalogue.with(own) : catalogue,
    functions: dataset.functions ?? [],
    watchlists: dataset.watchlists ?? [],
    externalData: dataset.externalData ?? [],
  }
  const tables = new Map<string, TypedTable>([
    ...dataset.tables.map(table => [table.table.name, table] as const),
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
  const connection = await openConnection(database, new Map(loading.map(({ name, content }) => [name, content])))
  let ahead: ReturnType<typeof compileAhead> | undefined
  const compile: Compile = async (kql, window) => {
    if (ahead) return ahead.compile(kql, window)
    const { compileQuery } = await import('./compile-query.ts')
    return compileQuery(kql, world, stored, window)
  }
  const compiled = onceEach(cache ? cachedCompiler(compile, cache, worldKey(world, stored)) : compile)
  const prepare = async ({ kql, window }: RunRequest) => {
    if (hasThreads) ahead ??= compileAhead({ world: worldData(world), stored })
    await compiled(kql, window?.by)
  }
  const run = (request: RunRequest) => runQuery(request, compiled, connection)
  const close = async () => {
    await ahead?.close()
    if (!given) database.close()
  }
  return { prepare, run, close, [Symbol.asyncDispose]: close }
}

const storedTable = (name: string, { columns }: Table): StoredTable => ({
  name,
  columns: columns.map(column => column.name),
})

/** A table as the catalogue has it needs no catalogue of its own, which the binder would have to learn anew. */
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

async function runQuery(request: RunRequest, prepare: Compile, connection: Connection): Promise<RunAnswer> {
  let prepared = await prepare(request.kql, request.window?.by)
  let deadline = performance.now() + (request.timeout ?? defaultTimeout)
  while (prepared.stage) {
    const { query, next } = prepared.stage
    const answer = await runCompiled(query, request, connection, { deadline }, prepared.diagnostics)
    if (!answer.ok) return answer
    // The time of a query is that of its runs: other queries may have to be compiled first.
    const compiling = performance.now()
    prepared = await next(answer.rows.rows)
    deadline += performance.now() - compiling
  }
  const { query, diagnostics } = prepared
  return query
    ? runCompiled(query, request, connection, { deadline, rows: budgets['result-rows'].limit }, diagnostics)
    : { ok: false, diagnostics }
}

interface Limits {
  readonly deadline: number
  readonly rows?: number
}

async function runCompiled(
  query: EmittedQuery,
  request: RunRequest,
  connection: Connection,
  { deadline, rows }: Limits,
  diagnostics: readonly QueryDiagnostic[],
): Promise<RunAnswer> {
  const values = runValues(request)
  const fail = (diagnostic: Failure): RunAnswer => ({
    ok: false,
    diagnostics: [
      ...diagnostics,
      { kind: 'runtime', severity: 'error', ...diagnostic, start: 0, end: request.kql.length },
    ],
  })
  if (needs(query.sql).has('now') && values.now === undefined) {
    return fail({ code: 'no-time', message: 'the query asks for the current time and none was given' })
  }
  const remaining = () => Math.max(1, deadline - performance.now())
  let answer = await connection.query(render(query.sql, values), query.columns, remaining(), rows)
  if (!answer.ok && answer.reason === 'range') {
    answer = await connection.query(render(query.guarded(), values), query.columns, remaining(), rows)
  }
  if (answer.ok) return { ok: true, rows: { columns: query.columns, rows: answer.rows }, diagnostics }
  return fail(failures[answer.reason](answer.message, request.timeout ?? defaultTimeout))
}

const runValues = ({ now, window }: RunRequest): Partial<Record<RunValue, bigint>> => ({
  ...(now !== undefined && { now }),
  ...(window && { from: window.from, to: window.to, visibleAt: window.visibleAt }),
})

type Failure = Pick<QueryDiagnostic, 'code' | 'message'> & Partial<Pick<QueryDiagnostic, 'kind'>>

const tooLarge = (budget: ResultBudget): Failure => ({ code: 'result-too-large', message: overBudget(budget) })

/** The database's own words stay inside: they speak of SQL, which nobody here wrote. */
const failures: { readonly [Reason in FailureReason]: (message: string, timeout: number) => Failure } = {
  refused: message => ({ kind: 'unsupported', code: 'not-supported', message }),
  rejected: message => ({ kind: 'semantic', code: 'engine-rejects', message }),
  timeout: (_, timeout) => ({ code: 'timeout', message: `the query took longer than ${timeout / 1000} s` }),
  memory: () => ({ code: 'out-of-memory', message: 'the query needs more memory than a query may take' }),
  depth: () => ({ code: 'too-deep', message: 'the query, with all that it names, is nested too deeply' }),
  'result-rows': () => tooLarge('result-rows'),
  'result-size': () => tooLarge('result-size'),
  'result-value': () => tooLarge('result-value'),
  range: () => ({ code: 'out-of-range', message: 'a value of the query is out of range' }),
  other: () => ({ code: 'engine-failure', message: 'the query could not be run' }),
}
