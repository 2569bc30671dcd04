import { isRestError } from '@azure/core-rest-pipeline'
import type { TokenCredential } from '@azure/identity'
import { LogsQueryClient, type QueryTimeInterval } from '@azure/monitor-query'
import { parse } from 'lossless-json'
import { type ArmAnswer, type ArmError, answered, failed, mapAnswer } from './arm-answer.ts'
import type { ArmClient } from './arm-client.ts'
import { boundedRetry } from './bounded-retry-after.ts'
import { readWireCell, type WireCell } from './logs-cell.ts'
import { sdkError } from './sdk-error.ts'
import { type WorkspaceTarget, workspacePath } from './workspace-target.ts'

export interface LogsRequest {
  readonly kql: string
  /** An ISO 8601 interval or duration (`P1D`, `2026-03-01T00:00:00Z/P1D`), and-ed with the query's own filters. */
  readonly timespan?: string
  /** Seconds the service may take, at most 600. */
  readonly timeout?: number
}

/** A query's primary result. */
export interface LogsTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly WireCell[])[]
}

export interface Queries {
  /** A result that the service calls partial is an error: rows are missing from it. */
  run(request: LogsRequest): Promise<ArmAnswer<LogsTable>>
}

/** Queries through the stock client; its typed rows are not used, for they turn a null datetime into 1970. */
export function queries(target: WorkspaceTarget, credential: TokenCredential, arm: ArmClient): Queries {
  const client = new LogsQueryClient(credential, {
    endpoint: target.logs,
    audience: target.logs,
    ...boundedRetry,
    ...(target.ca !== undefined && { tlsOptions: { ca: target.ca } }),
  })
  return {
    async run({ kql, timespan, timeout }) {
      const id = await workspaceId(arm, target)
      if (!id.ok) return id
      let body: string | null | undefined
      try {
        // The client passes a plain duration through as it is, and an interval is one to the service.
        await client.queryWorkspace(id.value, kql, timespanOf(timespan), {
          ...(timeout !== undefined && { serverTimeoutInSeconds: timeout }),
          onResponse: response => {
            body = response.bodyAsText
          },
        })
      } catch (thrown) {
        return { ok: false, error: queryError(thrown) }
      }
      return readLogsTable(body ?? '')
    },
  }
}

/** The query service knows a workspace by its `customerId`. */
async function workspaceId(arm: ArmClient, target: WorkspaceTarget): Promise<ArmAnswer<string>> {
  if (target.customerId !== undefined) return answered(target.customerId)
  const answer = await arm.send({ method: 'GET', url: workspacePath(target), apiVersion: '2025-02-01' })
  return mapAnswer(answer, ({ body }) => {
    const id = (body as { properties?: { customerId?: unknown } } | undefined)?.properties?.customerId
    return typeof id === 'string' ? answered(id) : failed('InvalidResponse', 'the workspace has no customerId')
  })
}

/** The client wants an object, and the types of it do not allow none. */
const timespanOf = (timespan: string | undefined): QueryTimeInterval =>
  (timespan === undefined ? undefined : { duration: timespan }) as QueryTimeInterval

interface RawResult {
  readonly tables?: readonly { columns: { name: string; type: string }[]; rows: unknown[][] }[]
  readonly error?: { code?: string; message?: string }
}

/** Rows of a raw answer; numbers that a double cannot hold stay text. */
export function readLogsTable(text: string): ArmAnswer<LogsTable> {
  const result = parse(text, undefined, exactNumber) as RawResult
  if (result.error) return failed(result.error.code ?? 'PartialError', result.error.message ?? 'the result is partial')
  const [table] = result.tables ?? []
  if (!table) return failed('InvalidResponse', 'the query service answered without a table')
  const readers = table.columns.map(column => readWireCell(column.type))
  return answered({
    columns: table.columns,
    rows: table.rows.map(row => row.map((cell, index) => readers[index]!(cell))),
  })
}

const exactNumber = (digits: string): number | string =>
  /^-?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits)) ? digits : Number(digits)

interface ServiceError {
  readonly code?: string
  readonly message?: string
  readonly innererror?: ServiceError
}

/** The outermost message only says that something is wrong; the innermost says what. */
function queryError(thrown: unknown): ArmError {
  const outer = sdkError(thrown)
  let inner = isRestError(thrown) ? errorIn(thrown.response?.bodyAsText) : undefined
  while (inner?.innererror) inner = inner.innererror
  return { ...outer, ...(inner?.code && { code: inner.code }), ...(inner?.message && { message: inner.message }) }
}

function errorIn(text: string | null | undefined): ServiceError | undefined {
  try {
    return JSON.parse(text ?? '').error
  } catch {
    return undefined
  }
}
