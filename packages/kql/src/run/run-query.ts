import { budgets, overBudget } from '@tripline/budgets'
import type { Compile, EmittedQuery } from '../compile/prepared-query.ts'
import type { Connection, FailureReason } from '../duckdb/connection.ts'
import type { ResultBudget } from '../duckdb/read-result.ts'
import { needs, type RunValue, render } from '../sql/sql.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { RunAnswer, RunRequest } from './engine.ts'

const defaultTimeout = 30_000

/** Runs a query's stages and the query itself, within one time limit. */
export async function runQuery(request: RunRequest, prepare: Compile, connection: Connection): Promise<RunAnswer> {
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
