import type { HttpHeaders } from '@azure/core-rest-pipeline'
import type { ArmError } from '../answer/arm-answer.ts'
import { limits } from './limits.ts'
import { retryAfter } from './retry-after.ts'

/** An error, with the requested pause if it is longer than this program waits. */
export function refusedPause(error: ArmError, headers: Pick<HttpHeaders, 'get'>, now: number): ArmError {
  const asked = retryAfter(headers, now) ?? 0
  if (asked <= limits.pause) return error
  const seconds = Math.ceil(asked / 1000)
  return { ...error, message: `${error.message} ${tooLong(seconds)}`, retryAfter: seconds }
}

/** A pause that is not made, in words. */
export const tooLong = (seconds: number): string =>
  `(the service asks to wait ${seconds} seconds; no wait is longer than ${limits.pause / 1000})`
