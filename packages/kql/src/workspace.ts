import type { Catalogue } from '@tripline/schemas'
import { type Compilation, compileQuery } from './compile-query.ts'
import { openSession, type Session, type SqlAnswer } from './duckdb/session.ts'
import { needs, type RunValue, render } from './emit/sql.ts'
import type { Dataset, RunAnswer, RunRequest, TypedTable, Workspace } from './engine.ts'
import { watchlistTable } from './lower/table.ts'
import type { QueryDiagnostic, QueryWorld } from './query-world.ts'

const defaultTimeout = 30_000

/** Load a dataset and seal the database: from here on no query can reach files, the network or settings. */
export async function openWorkspace(catalogue: Catalogue, dataset: Dataset): Promise<Workspace> {
  const world: QueryWorld = {
    catalogue: catalogue.with(dataset.tables.map(({ table }) => table)),
    functions: dataset.functions ?? [],
    watchlists: dataset.watchlists ?? [],
  }
  const stored = new Map<string, TypedTable>([
    ...dataset.tables.map(table => [table.table.name, table] as const),
    ...(dataset.watchlists ?? []).map(
      ({ alias, columns, rows }) =>
        [
          watchlistTable(alias),
          { table: { name: alias, columns: columns.map(name => ({ name, type: 'string' as const })) }, rows },
        ] as const,
    ),
  ])
  const session = await openSession(stored, { memory: '4GB', threads: 2 })
  const compilations = new Map<string, Compilation>()
  const run = (request: RunRequest) => runQuery(request, world, new Set(stored.keys()), session, compilations)
  const close = async () => session.close()
  return { run, close, [Symbol.asyncDispose]: close }
}

async function runQuery(
  request: RunRequest,
  world: QueryWorld,
  stored: ReadonlySet<string>,
  session: Session,
  compilations: Map<string, Compilation>,
): Promise<RunAnswer> {
  const key = `${request.window?.by ?? ''} ${request.kql}`
  const compilation = compilations.get(key) ?? compileQuery(request.kql, world, stored, request.window?.by)
  compilations.set(key, compilation)
  const { query, diagnostics } = compilation
  if (!query) return { ok: false, diagnostics }
  const values = runValues(request)
  const fail = (diagnostic: Pick<QueryDiagnostic, 'code' | 'message'>): RunAnswer => ({
    ok: false,
    diagnostics: [
      ...diagnostics,
      { kind: 'runtime', severity: 'error', ...diagnostic, start: 0, end: request.kql.length },
    ],
  })
  if (needs(query.sql).has('now') && values.now === undefined) {
    return fail({ code: 'no-time', message: 'the query asks for the current time and none was given' })
  }
  const timeout = request.timeout ?? defaultTimeout
  let answer = await session.query(render(query.sql, values), query.columns, timeout)
  if (!answer.ok && answer.reason === 'range') {
    answer = await session.query(render(query.guarded(), values), query.columns, timeout)
  }
  if (answer.ok) return { ok: true, rows: { columns: query.columns, rows: answer.rows }, diagnostics }
  return fail(failure(answer, timeout))
}

const runValues = ({ now, window }: RunRequest): Partial<Record<RunValue, bigint>> => ({
  ...(now !== undefined && { now }),
  ...(window && { from: window.from, to: window.to, visibleAt: window.visibleAt }),
})

/** The database's own words stay inside: they speak of SQL, which nobody here wrote. */
function failure(answer: SqlAnswer & { ok: false }, timeout: number): Pick<QueryDiagnostic, 'code' | 'message'> {
  if (process.env.TRIPLINE_DEBUG_SQL) throw new Error(answer.message)
  if (answer.reason === 'timeout') return { code: 'timeout', message: `the query took longer than ${timeout / 1000} s` }
  if (answer.reason === 'memory')
    return { code: 'out-of-memory', message: 'the query needs more memory than a query may take' }
  if (answer.reason === 'range') return { code: 'out-of-range', message: 'a value of the query is out of range' }
  return { code: 'engine-failure', message: 'the query could not be run' }
}
