import { isRecord, recordOr } from '@tripline/diagnostics'
import { limits } from '../http/limits.ts'
import { redact } from '../http/redact.ts'

/** What a service says is wrong; both texts are fit to be shown. */
export interface ServiceMessage {
  readonly code?: string
  readonly message?: string
}

/** A text from outside, short and without secrets. */
export function shown(text: string): string {
  const start = text.slice(0, limits.message)
  // Cut first, so that megabytes are not searched for secrets. A secret that the cut halves is still found.
  return start.length < text.length ? `${redact(start)}…` : redact(start)
}

/** ARM wraps errors as `{error: {code, message}}`; gateways and some providers leave the wrapper out. */
export const armMessage = (body: unknown): ServiceMessage => messageIn(recordOr(body).error ?? body)

/** The query service nests errors: the outermost says only that something is wrong, the innermost what. */
export function innermostMessage(body: unknown): ServiceMessage {
  let error = recordOr(recordOr(body).error)
  const outer = messageIn(error)
  while (isRecord(error.innererror)) error = error.innererror
  return { ...outer, ...messageIn(error) }
}

function messageIn(error: unknown): ServiceMessage {
  const { code, message } = recordOr(error)
  return {
    ...(typeof code === 'string' && code !== '' && { code: shown(code).slice(0, limits.code) }),
    ...(typeof message === 'string' && message !== '' && { message: shown(message) }),
  }
}
