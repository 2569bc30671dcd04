import type { HttpClient, PipelineResponse } from '@azure/core-rest-pipeline'
import type { TokenCredential } from '@azure/identity'
import { LogsQueryClient, type QueryTimeInterval } from '@azure/monitor-query'
import { recordOr } from '@tripline/diagnostics'
import { type ArmAnswer, type ArmError, answered, failed, mapAnswer } from '../answer/arm-answer.ts'
import { readResponse } from '../answer/read-response.ts'
import { sdkError } from '../answer/sdk-error.ts'
import { innermostMessage } from '../answer/service-message.ts'
import type { ArmClient } from '../arm/arm-client.ts'
import { limits } from '../http/limits.ts'
import { boundedHttp, type ServiceHttp, stockOptions } from '../http/service-http.ts'
import { type LogsTable, readLogsTable } from './logs-table.ts'
import { type WorkspaceAddress, workspacePath } from './workspace-address.ts'

export interface LogsRequest {
  readonly kql: string
  /** An ISO 8601 interval or duration (`P1D`, `2026-03-01T00:00:00Z/P1D`), and-ed with the query's own filters. */
  readonly timespan?: string
  /** Seconds the service may take, at most 600 (default: 180). */
  readonly timeout?: number
  /** Whether dynamic cells stay the JSON text that the service sends, with all digits of its numbers (default: false). */
  readonly dynamicAsText?: boolean
}

export interface Queries {
  /** A result that the service calls partial is an error: rows are missing from it. */
  run(request: LogsRequest): Promise<ArmAnswer<LogsTable>>
}

/** Queries through the stock client; its typed rows are not used, because they turn a null datetime into 1970. */
export const queries = (http: ServiceHttp, credential: TokenCredential, arm: ArmClient): Queries => ({
  async run({ kql, timespan, timeout = 180, dynamicAsText = false }) {
    const { address, clock } = http
    const id = await workspaceId(arm, address)
    if (!id.ok) return { ok: false, error: withoutStatus(id.error) }
    let response: PipelineResponse | undefined
    const transport = boundedHttp(http, limits.result)
    // The stock client would parse the text again and trust its shape, so it gets an empty result.
    const httpClient: HttpClient = {
      async sendRequest(request) {
        response = undefined
        response = await transport.sendRequest(request)
        return { ...response, bodyAsText: '{"tables":[]}' }
      },
    }
    const client = new LogsQueryClient(credential, {
      endpoint: address.logs,
      audience: address.logs,
      ...stockOptions(httpClient, http),
    })
    try {
      // The client passes a plain duration through as it is, and an interval is one to the service.
      await client.queryWorkspace(id.value, kql, timespanOf(timespan), {
        serverTimeoutInSeconds: timeout,
        requestOptions: { timeout: timeout * 1000 + limits.queryMargin },
      })
    } catch (thrown) {
      if (!response) return { ok: false, error: sdkError(thrown) }
    }
    const answer = readResponse(response!, clock.now(), innermostMessage)
    return mapAnswer(answer, ({ body }) => readLogsTable(body, dynamicAsText))
  },
})

/** A status of Resource Manager would be mistaken for the query's. */
const withoutStatus = ({ status: _, ...error }: ArmError): ArmError => error

/** The query service knows a workspace by its `customerId`. */
async function workspaceId(arm: ArmClient, address: WorkspaceAddress): Promise<ArmAnswer<string>> {
  if (address.customerId !== undefined) return answered(address.customerId)
  const answer = await arm.send({ method: 'GET', url: workspacePath(address), apiVersion: '2025-02-01' })
  return mapAnswer(answer, ({ body }) => {
    const id = recordOr(recordOr(body).properties).customerId
    return typeof id === 'string' && /^[\w-]+$/.test(id)
      ? answered(id)
      : failed('InvalidResponse', 'the workspace has no customerId')
  })
}

/** The client wants an object, and the types of it do not allow none. */
const timespanOf = (timespan: string | undefined): QueryTimeInterval =>
  (timespan === undefined ? undefined : { duration: timespan }) as QueryTimeInterval
