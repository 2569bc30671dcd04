import type { QueryDiagnostic } from '@tripline/kql/compile'
import type { Cell, Rows, RunRequest } from '@tripline/kql/engine'
import { type Column, datetimeFromUnixMilliseconds, formatDatetime, formatTimespan } from '@tripline/schemas'
import { type Answer, ok, refusal } from '../http/answer.ts'
import type { Call, Route, RouteContext } from '../http/route.ts'
import { parseInterval } from '../service/interval.ts'
import { settle } from '../service/operation.ts'
import { customerId } from '../state/resource-store.ts'

/** How a cell travels as JSON; bigints are written as plain digits. */
const wire: Partial<Record<Column['type'], (cell: Cell) => unknown>> = {
  datetime: cell => formatDatetime(cell as bigint),
  timespan: cell => formatTimespan(cell as bigint),
  // JSON has no NaN and no infinities.
  real: cell => (Number.isFinite(cell) ? cell : String(cell)),
}

function tableOf({ columns, rows }: Rows) {
  return {
    name: 'PrimaryResult',
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows: rows.map(row =>
      row.map((cell, index) => (cell === null ? null : (wire[columns[index]!.type]?.(cell) ?? cell))),
    ),
  }
}

/** The service's error codes for queries. */
const codes: Readonly<Record<QueryDiagnostic['kind'], string>> = {
  syntax: 'SyntaxError',
  semantic: 'SemanticError',
  unsupported: 'NotSupportedByEmulator',
  limit: 'NotSupportedByEmulator',
  runtime: 'QueryExecutionError',
  engine: 'InternalServerError',
  internal: 'InternalServerError',
}

const noReason: Pick<QueryDiagnostic, 'kind' | 'code' | 'message' | 'fix'> = {
  kind: 'internal',
  code: 'none',
  message: 'the engine gave no reason',
}

function queryError(error: QueryDiagnostic | undefined): Answer {
  const { kind, code, message, fix } = error ?? noReason
  return {
    status: kind === 'internal' ? 500 : 400,
    body: {
      error: {
        code: 'BadArgumentError',
        message: 'The request had some invalid properties',
        innererror: {
          code: codes[kind],
          message: `${codes[kind] === 'SyntaxError' ? 'A syntax' : 'A recognition'} error occurred in the query.`,
          innererror: { code, message: fix === undefined ? message : `${message}; ${fix}` },
        },
      },
    },
  }
}

const badArgument = (message: string): Answer => ({
  status: 400,
  body: { error: { code: 'BadArgumentError', message } },
})

async function run({ at, body }: Call, context: RouteContext): Promise<Answer> {
  const { state, names, logs, clock } = context
  const workspace = [...state.workspaces.values()].find(one => customerId(one) === at.workspace!.toLowerCase())
  if (!workspace) return refusal(404, 'WorkspaceNotFoundError', 'The workspace could not be found.')
  settle(workspace, context)
  const { query, timespan, workspaces } = (body ?? {}) as Record<string, unknown>
  if (typeof query !== 'string' || query.trim() === '') return badArgument("The request has no 'query'.")
  if (Array.isArray(workspaces) && workspaces.length > 0)
    return badArgument('The emulator answers from one workspace at a time.')
  const now = clock()
  const ticks = datetimeFromUnixMilliseconds(now.getTime())
  // The stock client sends an empty timespan when it is given none.
  const range = typeof timespan === 'string' && timespan !== '' ? parseInterval(timespan, now) : 'all'
  if (range === undefined) return badArgument(`The timespan '${timespan}' is not an ISO 8601 interval or duration.`)

  const request: RunRequest = {
    kql: query,
    now: ticks,
    ...(range !== 'all' && { window: { by: 'TimeGenerated', ...range, visibleAt: ticks } }),
  }
  const answer = await logs.run(request, workspace, names(workspace))
  return answer.ok
    ? ok({ tables: [tableOf(answer.rows)] })
    : queryError(answer.diagnostics.find(({ severity }) => severity === 'error'))
}

/** The Log Analytics query service. */
export const queryRoutes: readonly Route[] = [{ method: 'POST', path: '/v1/workspaces/{workspace}/query', handle: run }]
