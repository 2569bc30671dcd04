import type { PipelineResponse } from '@azure/core-rest-pipeline'
import { refusedPause } from '../http/refused-pause.ts'
import { type ArmAnswer, answered, failed } from './arm-answer.ts'
import { readJson } from './read-json.ts'
import type { ServiceMessage } from './service-message.ts'

/** A successful response; the body is whatever JSON came, untouched, and undefined if none did. */
export interface ArmResponse {
  readonly status: number
  readonly body: unknown
  header(name: string): string | undefined
}

/**
 * What came over the wire, as an answer. `now` is what dates in headers are relative to; `messageIn` finds the reason in
 * the body of a refusal.
 */
export function readResponse(
  response: Pick<PipelineResponse, 'status' | 'headers' | 'bodyAsText'>,
  now: number,
  messageIn: (body: unknown) => ServiceMessage,
): ArmAnswer<ArmResponse> {
  const { status, headers, bodyAsText } = response
  const read = bodyAsText ? readJson(bodyAsText) : { value: undefined }
  if (status >= 300 && status < 400) {
    return failed('Redirected', `the service answered ${status}, a redirect; it was not followed`, status)
  }
  if (status >= 400) {
    const { code = `Http${status}`, message = `the service answered ${status} without saying why` } =
      'value' in read ? messageIn(read.value) : {}
    const requestId = requestIdIn(name => headers.get(name))
    return { ok: false, error: refusedPause({ status, code, message, ...requestId }, headers, now) }
  }
  if ('fault' in read) {
    const type = headers.get('content-type')?.split(';', 1)[0]?.slice(0, 40) ?? 'no content type'
    return failed('InvalidResponse', `the service's answer (${type}) cannot be used: ${read.fault}`, status)
  }
  return answered({ status, body: read.value, header: name => headers.get(name) })
}

/** Ids of requests are short words; anything else is not passed on. */
export function requestIdIn(header: (name: string) => string | undefined): { readonly requestId?: string } {
  const id = header('x-ms-request-id') ?? header('x-ms-correlation-request-id')
  return id !== undefined && /^[\w-]{1,100}$/.test(id) ? { requestId: id } : {}
}
