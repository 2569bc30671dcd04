import { budgets, overBudget } from '@tripline/budgets'
import type { Compile, EmittedQuery } from '../compile/prepared-query.ts'
import type { Connection, FailureReason } from '../duckdb/connection.ts'
import { type RunningTime, runningTime } from '../limits/running-time.ts'
import type { RefusalText } from '../refusals/refusal-row.ts'
import { refusalText } from '../refusals/refusal-text.ts'
import { needs, type RunValues, reads } from '../sql/sql.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { RunAnswer, RunRequest } from './engine.ts'

const defaultTimeout = 30_000

/** Runs a query's stages and the query itself within one time limit. `tableNames`: the tables of the dataset by stored name. */
export async function runQuery(
  request: RunRequest,
  prepare: Compile,
  tableNames: ReadonlyMap<string, string>,
  connection: Connection,
): Promise<RunAnswer> {
  let prepared = await prepare(request.kql, request.window?.by)
  const time = runningTime(request.timeout ?? defaultTimeout)
  const tables = new Set<string>()
  const run = async (query: EmittedQuery, limits: Limits) => {
    for (const { table } of reads(query.sql)) if (tableNames.has(table)) tables.add(tableNames.get(table)!)
    return runCompiled(query, request, connection, limits, prepared.diagnostics)
  }
  while (prepared.stage) {
    const { query, next } = prepared.stage
    const answer = await run(query, { time })
    if (!answer.ok) return answer
    prepared = await next(answer.rows.rows)
  }
  const { query, diagnostics } = prepared
  if (!query) return { ok: false, diagnostics }
  const answer = await run(query, { time, rows: budgets['result-rows'].limit })
  return answer.ok ? { ok: true, rows: answer.rows, tables: [...tables], diagnostics: answer.diagnostics } : answer
}

type RowsAnswer = Omit<Extract<RunAnswer, { ok: true }>, 'tables'> | Extract<RunAnswer, { ok: false }>

interface Limits {
  /** Only runs count; other queries may be compiled or loaded in between. */
  readonly time: RunningTime
  readonly rows?: number
}

async function runCompiled(
  query: EmittedQuery,
  request: RunRequest,
  connection: Connection,
  { time, rows }: Limits,
  diagnostics: readonly QueryDiagnostic[],
): Promise<RowsAnswer> {
  const values = runValues(request)
  const fail = (text: RefusalText): RowsAnswer => ({
    ok: false,
    diagnostics: [...diagnostics, { ...text, severity: 'error', start: 0, end: request.kql.length }],
  })
  if (needs(query.sql).has('now') && values.now === undefined) return fail(refusalText('run-clock'))
  let answer = await connection.query(query.sql, values, query.columns, time, rows)
  if (!answer.ok && answer.reason === 'range') {
    answer = await connection.query(query.guarded(), values, query.columns, time, rows)
  }
  if (answer.ok) return { ok: true, rows: { columns: query.columns, rows: answer.rows }, diagnostics }
  if (answer.reason === 'refused') return fail(answer.refusal)
  return fail(failures[answer.reason](request.timeout ?? defaultTimeout))
}

function runValues({ now, window }: RunRequest): RunValues {
  if (!window) return now === undefined ? {} : { now }
  const { from, to, visibleAt } = window
  return now === undefined ? { from, to, visibleAt } : { now, from, to, visibleAt }
}

/** The database's own words are not shown: they refer to SQL that no user wrote. */
const failures: { readonly [Reason in FailureReason]: (timeout: number) => RefusalText } = {
  timeout: timeout => refusalText('run-time', timeout / 1000),
  memory: () => refusalText('run-memory'),
  depth: () => ({ ...refusalText('nested-too-deeply'), kind: 'runtime' }),
  'result-rows': () => refusalText('run-result', overBudget('result-rows')),
  'result-size': () => refusalText('run-result', overBudget('result-size')),
  'result-value': () => refusalText('run-result', overBudget('result-value')),
  range: () => refusalText('run-range'),
  other: () => refusalText('run-failure'),
}
