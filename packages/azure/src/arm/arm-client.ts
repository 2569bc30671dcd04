import { SecurityInsights } from '@azure/arm-securityinsight'
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline'
import type { TokenCredential } from '@azure/identity'
import { type ArmAnswer, failed } from '../answer/arm-answer.ts'
import { type ArmResponse, readResponse } from '../answer/read-response.ts'
import { sdkError } from '../answer/sdk-error.ts'
import { armMessage, shown } from '../answer/service-message.ts'
import { armHttp, type ServiceHttp, stockOptions } from '../http/service-http.ts'

interface ArmRequest {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE'
  /** A path below the management endpoint, or an absolute link that the service gave. */
  readonly url: string
  /** Left out for links the service gave: they carry their own. */
  readonly apiVersion?: string
  readonly body?: unknown
  /** The etag without which the service refuses the request (412). */
  readonly ifMatch?: string
}

export interface ArmClient {
  send(request: ArmRequest): Promise<ArmAnswer<ArmResponse>>
}

/**
 * A client that sends and reads whole bodies through the stock client's pipeline (token, logging). The client's own
 * typed operations lose fields they do not know, so none of them is used.
 */
export function armClient(http: ServiceHttp, credential: TokenCredential): ArmClient {
  const { address, clock } = http
  const client = new SecurityInsights(credential, address.subscription, {
    endpoint: address.management,
    ...stockOptions(armHttp(http), http),
  })

  // It would parse every body again, and trust it.
  client.pipeline.removePolicy({ name: 'deserializationPolicy' })

  return {
    async send({ method, url, apiVersion, body, ifMatch }) {
      const link = linkOf(url, address.management)
      if (!link.ok) return link
      if (apiVersion !== undefined) link.value.searchParams.set('api-version', apiVersion)
      const request = createPipelineRequest({
        url: link.value.href,
        method,
        headers: createHttpHeaders({
          Accept: 'application/json',
          ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
          ...(body !== undefined && { 'Content-Type': 'application/json; charset=utf-8' }),
        }),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      try {
        return readResponse(await client.sendRequest(request), clock.now(), armMessage)
      } catch (thrown) {
        return { ok: false, error: sdkError(thrown) }
      }
    },
  }
}

/** A link in an answer must not carry the token to another host, nor past TLS. */
function linkOf(url: string, management: string): ArmAnswer<URL> {
  if (!URL.canParse(url, management)) return failed('InvalidResponse', 'the service answered with a malformed link')
  const value = new URL(url, management)
  return value.origin === new URL(management).origin
    ? { ok: true, value }
    : failed('ForeignLink', `the service answered with a link to ${shown(value.origin)}; it was not followed`)
}
