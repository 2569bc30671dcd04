import { SecurityInsights } from '@azure/arm-securityinsight'
import { createHttpHeaders, createPipelineRequest, type PipelineResponse } from '@azure/core-rest-pipeline'
import type { TokenCredential } from '@azure/identity'
import { type ArmAnswer, answered, failed } from './arm-answer.ts'
import { boundedRetry, refusedWait } from './bounded-retry-after.ts'
import { sdkError } from './sdk-error.ts'
import type { WorkspaceTarget } from './workspace-target.ts'

interface ArmRequest {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'DELETE'
  /** A path below the management endpoint, or an absolute link that the service gave. */
  readonly url: string
  /** Left out for links the service gave: they carry their own. */
  readonly apiVersion?: string
  readonly body?: unknown
}

/** A successful response; the body is whatever JSON came, untouched, and undefined when none did. */
export interface ArmResponse {
  readonly status: number
  readonly body: unknown
  header(name: string): string | undefined
}

export interface ArmClient {
  send(request: ArmRequest): Promise<ArmAnswer<ArmResponse>>
}

/** Milliseconds one HTTP exchange may take. */
const patience = 100_000

/**
 * A client that sends and reads whole bodies through the stock client's pipeline (token, retry, logging). The client's
 * own typed operations lose fields they do not know, so none of them is used.
 */
export function armClient(target: WorkspaceTarget, credential: TokenCredential): ArmClient {
  const client = new SecurityInsights(credential, target.subscription, {
    endpoint: target.management,
    ...boundedRetry,
    ...(target.ca !== undefined && { tlsOptions: { ca: target.ca } }),
  })

  return {
    async send({ method, url, apiVersion, body }) {
      const address = new URL(url, target.management)
      // A link in an answer must not carry the token to another host.
      if (address.origin !== new URL(target.management).origin) {
        return failed('ForeignLink', `the service answered with a link to ${address.origin}; it was not followed`)
      }
      if (apiVersion !== undefined) address.searchParams.set('api-version', apiVersion)
      const request = createPipelineRequest({
        url: address.href,
        method,
        timeout: patience,
        headers: createHttpHeaders({
          Accept: 'application/json',
          ...(body !== undefined && { 'Content-Type': 'application/json; charset=utf-8' }),
        }),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      try {
        return readResponse(await client.sendRequest(request))
      } catch (thrown) {
        return { ok: false, error: sdkError(thrown) }
      }
    },
  }
}

function readResponse(response: PipelineResponse): ArmAnswer<ArmResponse> {
  const { status, headers, bodyAsText } = response
  const body = parse(bodyAsText)
  if (status >= 400) {
    const { code, message } = errorOf(body)
    return {
      ok: false,
      error: {
        status,
        code: code ?? `Http${status}`,
        message: message ?? `the service answered ${status} without saying why`,
        ...refusedWait(response),
      },
    }
  }
  if (body === undefined && bodyAsText) return failed('InvalidResponse', 'the service answered with no JSON', status)
  return answered({ status, body, header: name => headers.get(name) })
}

function parse(text: string | null | undefined): unknown {
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** ARM wraps errors as `{error: {code, message}}`; gateways and some providers leave the wrapper out. */
function errorOf(body: unknown): { code?: string; message?: string } {
  const wrapped = body as { error?: unknown } | undefined
  const error = (wrapped?.error ?? body) as { code?: unknown; message?: unknown } | undefined
  return {
    ...(typeof error?.code === 'string' && { code: error.code }),
    ...(typeof error?.message === 'string' && { message: error.message }),
  }
}
